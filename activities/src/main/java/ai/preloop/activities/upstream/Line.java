package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.json.JsonText;
import org.jspecify.annotations.Nullable;

/** What one conversation with a server goes over. */
interface Line {

  /** Sends one request once; every way it can end is an answer. */
  UpstreamAnswer ask(Outgoing request);

  /** Sends what expects no answer; false when it was not taken. */
  boolean tell(byte[] message, Deadline deadline);

  /** The client takes a request back; a server may be done before it hears of it. */
  default void takeBack(long id, @Nullable String reason) {
    String why = reason == null ? "" : ",\"reason\":" + JsonText.quote(reason);
    String message =
        """
        {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%d%s}}\
        """
            .formatted(id, why);
    tell(message.getBytes(UTF_8), Deadline.in(HttpLine.ASIDE));
  }

  /** The session, now that the revision is agreed. */
  UpstreamSession agreed(String version);

  /** Ends the conversation; whether the server cares makes no difference. */
  void end();
}
