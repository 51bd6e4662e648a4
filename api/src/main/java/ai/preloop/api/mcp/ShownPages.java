package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.Addresses;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.waiting.Waiter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Asks the client of a held call, in the call's stream, to show its user the page to decide on. */
@Component
final class ShownPages {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ClientRequests requests;
  private final Addresses addresses;

  ShownPages(ClientRequests requests, Addresses addresses) {
    this.requests = requests;
    this.addresses = addresses;
  }

  /** Asks, where the call is of such a client; it is woken when that turns the page down. */
  ShownPage show(HeldCall call, HeldStream stream, Waiter waiter) throws IOException {
    McpSession session = call.session();
    if (!call.showsPage() || session == null) {
      return new ShownPage();
    }
    ShownPage page = new ShownPage();
    String id =
        requests.ask(
            session,
            action -> {
              if (!"accept".equals(action)) {
                page.turnDown();
                waiter.wake();
              }
            });
    page.onClose(() -> requests.forget(session, id));
    boolean shown = false;
    try {
      stream.show(message(call, id));
      shown = true;
      return page;
    } finally {
      if (!shown) {
        page.close();
      }
    }
  }

  private byte[] message(HeldCall call, String id) {
    Map<String, Object> params =
        new LinkedHashMap<>(PageRequests.page(call.pending().approval(), addresses));
    params.put("elicitationId", call.ref().approvalId().toString());
    return JSON.writeValueAsBytes(
        Map.of("jsonrpc", "2.0", "id", id, "method", "elicitation/create", "params", params));
  }
}
