package ai.preloop.activities.gateway;

import java.io.IOException;

/** The client was gone before it had its whole answer. */
public final class ClientLeftException extends IOException {

  ClientLeftException(IOException cause) {
    super("The client has left", cause);
  }
}
