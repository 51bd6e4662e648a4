package ai.preloop.api.mcp;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.sessions.ClientSessions;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.api.mcp.McpMethods.Context;
import ai.preloop.api.mcp.McpMethods.Headers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What each method of revision 2026-07-28 does: no client opens a session, and each request says by
 * itself what it depends on.
 */
@Component
final class StatelessMethods {

  /** Long enough for one turn of an agent; a tool that went is refused by then with the reason. */
  static final int FRESH_MILLIS = 5_000;

  private final ClientSessions sessions;
  private final ToolListing listing;
  private final ToolCalling calling;
  private final OtherMethods others;
  private final Subscriptions subscriptions;
  private final Introduction introduction;

  StatelessMethods(
      ClientSessions sessions,
      ToolListing listing,
      ToolCalling calling,
      OtherMethods others,
      Subscriptions subscriptions,
      Introduction introduction) {
    this.sessions = sessions;
    this.listing = listing;
    this.calling = calling;
    this.others = others;
    this.subscriptions = subscriptions;
    this.introduction = introduction;
  }

  McpAnswer answer(Principal principal, Headers headers, Envelope message, Interim interim) {
    Optional<RpcAnswer> fault = StatelessChecks.fault(headers, message);
    if (fault.isPresent()) {
      return fault.get();
    }
    if (!message.isRequest()) {
      return RpcAnswer.accepted();
    }
    return switch (message.method()) {
      case "server/discover" -> RpcAnswer.result(message.id(), discovery(principal, headers));
      case "tools/list" -> RpcAnswer.result(message.id(), tools(principal, headers.endpoint()));
      case "tools/call" -> calling.call(context(principal, headers, message, interim), message);
      case Subscriptions.LISTEN ->
          subscriptions.listen(context(principal, headers, message, interim), message);
      default ->
          others.isOffered(message.method())
              ? others.answer(context(principal, headers, message, interim), message)
              : McpMethods.notOffered(404, message);
    };
  }

  private Context context(Principal principal, Headers headers, Envelope message, Interim interim) {
    return new Context(principal, session(principal, message), interim, headers.endpoint());
  }

  private McpSession session(Principal principal, Envelope message) {
    return sessions.of(principal, Introduction.client(message.meta().clientInfo()));
  }

  private byte[] tools(Principal principal, Endpoint endpoint) {
    return CompleteResult.fresh(JsonSlice.of(listing.list(principal, endpoint)), FRESH_MILLIS);
  }

  private Map<String, Object> discovery(Principal principal, Headers headers) {
    Map<String, Object> discovery = new LinkedHashMap<>();
    discovery.put("resultType", "complete");
    discovery.put("supportedVersions", ProtocolVersions.ALL);
    discovery.put(
        "capabilities", introduction.capabilities(principal.account(), headers.endpoint()));
    discovery.put(
        "instructions", introduction.instructions(principal.account(), headers.endpoint()));
    discovery.put("ttlMs", FRESH_MILLIS);
    discovery.put("cacheScope", "private");
    discovery.put("_meta", Map.of("io.modelcontextprotocol/serverInfo", introduction.serverInfo()));
    return discovery;
  }
}
