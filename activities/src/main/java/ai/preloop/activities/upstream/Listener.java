package ai.preloop.activities.upstream;

import ai.preloop.activities.json.JsonSlice;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who hears what a server says while it answers a request: on the thread that reads the answer, in
 * the order in which it comes. The bytes are the listener's to keep.
 */
public interface Listener {

  /** Whom the request is made for. */
  default ClientTerms client() {
    return ClientTerms.NONE;
  }

  /** Whose client hears it; empty where nobody's does. */
  default Optional<Hearer> hearer() {
    return Optional.empty();
  }

  /** The request is on its way; {@code cancel} takes it back, for a reason that may be null. */
  default void sent(Consumer<@Nullable String> cancel) {}

  /** The server lets go of the stream before its answer, and is asked for the rest of it. */
  default void paused() {}

  /** The request has ended, whatever came of it. */
  default void ended() {}

  /** A notification, as it came. */
  void notified(String method, JsonSlice message);

  /** A request of the server's, which is to be answered or refused, now or later. */
  void asked(ServerRequest request);
}
