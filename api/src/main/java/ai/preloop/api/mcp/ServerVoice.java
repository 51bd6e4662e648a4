package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.Splice;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.upstream.Listener;
import ai.preloop.activities.upstream.ServerRequest;
import ai.preloop.api.mcp.McpMethods.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a server says to the client whose request it is at work on: notices go on as they are, and
 * requests under an id of ours, to a client that said it takes them.
 */
final class ServerVoice implements Listener {

  private static final String CANCELLED = "notifications/cancelled";

  /** By what they mean, least first (MCP, Logging). */
  private static final List<String> LEVELS =
      List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

  private final Context context;
  private final @Nullable String logLevel;
  private final ClientRequests requests;
  private final Map<String, String> asked = new ConcurrentHashMap<>();

  ServerVoice(Context context, Envelope message, ClientRequests requests) {
    this.context = context;
    this.logLevel = message.meta().logLevel();
    this.requests = requests;
  }

  @Override
  public void notified(String method, JsonSlice message) {
    switch (method) {
      case "notifications/progress" -> send(message);
      case "notifications/message" -> logged(message);
      case CANCELLED -> cancelled(message);
      default -> {
        // What is of the whole conversation is not said on the way to one answer.
      }
    }
  }

  private void logged(JsonSlice message) {
    if (!context.session().isStateless() || isLoudEnough(message)) {
      send(message);
    }
  }

  /** A client of revision 2026-07-28 says with each request what it wants to hear of it. */
  private boolean isLoudEnough(JsonSlice message) {
    int least = logLevel == null ? -1 : LEVELS.indexOf(logLevel);
    JsonSlice params = message.member("params");
    JsonSlice level = params == null ? null : params.member("level");
    return least >= 0 && level != null && LEVELS.indexOf(level.text()) >= least;
  }

  /** A server takes a request back, which the client knows by our id. */
  private void cancelled(JsonSlice message) {
    JsonSlice params = message.member("params");
    JsonSlice request = params == null ? null : params.member("requestId");
    String ours = request == null ? null : asked.get(request.toString());
    if (request != null && ours != null) {
      send(new Splice(message).replace(request, quoted(ours)).bytes());
      requests.drop(context.session(), ours);
    }
  }

  @Override
  public void asked(ServerRequest request) {
    JsonSlice able = JsonSlice.of(utf8(context.session().client().capabilities()));
    if (context.session().isStateless() || !ClientCapabilities.takes(able, request.method())) {
      request.refuse();
      return;
    }
    String id = requests.add(context.session(), request);
    asked.put(request.id().toString(), id);
    byte[] message = new Splice(request.message()).replace(request.id(), quoted(id)).bytes();
    if (!context.interim().send(message)) {
      requests.drop(context.session(), id);
    }
  }

  private void send(JsonSlice message) {
    send(message.toBytes());
  }

  private void send(byte[] message) {
    context.interim().send(message);
  }

  private static byte[] quoted(String text) {
    return utf8(JsonText.quote(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
