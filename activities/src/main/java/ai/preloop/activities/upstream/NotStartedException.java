package ai.preloop.activities.upstream;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A program that could not be started, for a reason that its callers may know. */
final class NotStartedException extends IOException {

  NotStartedException(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }
}
