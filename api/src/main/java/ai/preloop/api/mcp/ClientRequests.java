package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.upstream.Listener;
import ai.preloop.activities.upstream.ServerRequest;
import ai.preloop.api.mcp.McpMethods.Context;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The requests that servers make of clients, on their way to them and until they are answered. */
@Component
final class ClientRequests {

  private final Map<Key, ServerRequest> open = new ConcurrentHashMap<>();

  /** Who hears what a server says on the way to answering this message. */
  Listener of(Context context, Envelope message) {
    return new ServerVoice(context, message, this);
  }

  /** Keeps a request of a server's until its client answers it by the id that is given here. */
  String add(McpSession session, ServerRequest request) {
    String id = "preloop-" + UUID.randomUUID();
    open.put(new Key(session.id(), id), request);
    return id;
  }

  /** It is not waited for any more, and so it is refused. */
  void drop(McpSession session, String id) {
    ServerRequest request = open.remove(new Key(session.id(), id));
    if (request != null) {
      request.refuse();
    }
  }

  /** A client answers; what nobody asked it is nothing. */
  void answered(McpSession session, Envelope response) {
    JsonSlice id = response.id();
    String name = id == null ? null : id.text();
    ServerRequest request = name == null ? null : open.remove(new Key(session.id(), name));
    if (request != null) {
      answer(request, response);
    }
  }

  private static void answer(ServerRequest request, Envelope response) {
    JsonSlice result = response.answer("result");
    JsonSlice error = response.answer("error");
    if (result != null) {
      request.result(result);
    } else if (error != null) {
      request.error(error);
    }
  }

  private record Key(UUID session, String id) {}
}
