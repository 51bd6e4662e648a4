package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.Splice;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.upstream.ServerRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How far a client is with what a server asked of it (MCP, Progress). Servers choose their tokens
 * without regard to each other, so a client is given the id of the request in place of one.
 */
final class AskedProgress {

  static final String METHOD = "notifications/progress";

  private AskedProgress() {}

  /** A server's request, whose token, where it has one, becomes this id. */
  static byte[] tokenOf(byte[] request, String id) {
    JsonSlice message = JsonSlice.of(request);
    JsonSlice token = token(message);
    return token == null
        ? request
        : new Splice(message)
            .replace(token, JsonText.quote(id).getBytes(StandardCharsets.UTF_8))
            .bytes();
  }

  private static @Nullable JsonSlice token(JsonSlice request) {
    JsonSlice params = request.member("params");
    JsonSlice meta = params == null ? null : params.member("_meta");
    JsonSlice token = meta == null ? null : meta.member("progressToken");
    return token != null && Envelope.isId(token) ? token : null;
  }

  /** The id of the request that a client's notice is about; null where it names none. */
  static @Nullable String about(Envelope notice) {
    JsonSlice params = notice.params();
    JsonSlice named = params == null ? null : params.member("progressToken");
    return named == null ? null : named.text();
  }

  /** Tells a server under its own token; one that gave none is told nothing. */
  static void tell(ServerRequest request, Envelope notice) {
    JsonSlice theirs = token(request.message());
    JsonSlice message = JsonSlice.of(notice.toUpstream(0));
    JsonSlice params = message.member("params");
    JsonSlice ours = params == null ? null : params.member("progressToken");
    if (theirs != null && ours != null) {
      request.tell(new Splice(message).replace(ours, theirs).bytes());
    }
  }
}
