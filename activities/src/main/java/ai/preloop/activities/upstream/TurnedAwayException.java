package ai.preloop.activities.upstream;

import java.io.IOException;

/** A server took the request and answered with an HTTP status that is no success. */
final class TurnedAwayException extends IOException {

  private final int status;

  TurnedAwayException(int status) {
    super("The upstream server answered with HTTP status " + status + ".");
    this.status = status;
  }

  int status() {
    return status;
  }
}
