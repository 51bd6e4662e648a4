package ai.preloop.activities.upstream;

import java.io.IOException;

/** A program that could not be started, for a reason that its callers may know. */
final class NotStartedException extends IOException {

  NotStartedException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
