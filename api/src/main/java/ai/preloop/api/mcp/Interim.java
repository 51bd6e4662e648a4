package ai.preloop.api.mcp;

import ai.preloop.activities.upstream.ServerRequest;
import java.util.function.BooleanSupplier;

/** What goes to a client before the answer to its request. */
interface Interim {

  boolean acceptsEvents();

  /** Keeps the stream open, and opens it where it is not yet; false when its client is gone. */
  boolean keepAlive();

  /** Whether its client went away while it was spoken to. */
  default boolean isLost() {
    return false;
  }

  /** Sends a message; false when the client cannot hear it, or not any more. */
  boolean send(byte[] message);

  /** Sends what is to be answered for as long as {@code isOpen}; false when the client cannot. */
  default boolean ask(byte[] message, BooleanSupplier isOpen) {
    return send(message);
  }

  /** Asks the client by the answer to its request; false where none can be asked so. */
  default boolean asks(ServerRequest question) {
    return false;
  }

  /** Says nothing more from here on; what is being said has been said by then. */
  void end();
}
