package ai.preloop.api.mcp;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.mcp.ParameterHeaders;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.servers.Prompt;
import ai.preloop.activities.servers.Resource;
import ai.preloop.activities.sessions.ClientSessions;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.tools.VisibleTools;
import ai.preloop.api.mcp.McpMethods.Context;
import ai.preloop.api.mcp.McpMethods.Headers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * What each method of revision 2026-07-28 does: no client opens a session, and each request says by
 * itself what it depends on.
 */
@Component
final class StatelessMethods {

  /** Long enough for one turn of an agent; a tool that went is refused by then with the reason. */
  static final int FRESH_MILLIS = 5_000;

  /** What a server may answer with a question (Multi Round-Trip Requests, Supported Requests). */
  private static final Set<String> MAY_ASK = Set.of(Tool.CALL, Prompt.GET, Resource.READ);

  private final ClientSessions sessions;
  private final VisibleTools visible;
  private final ToolCalling calling;
  private final OtherMethods others;
  private final Subscriptions subscriptions;
  private final Introduction introduction;
  private final ParkedCalls parked;

  StatelessMethods(
      ClientSessions sessions,
      VisibleTools visible,
      ToolCalling calling,
      OtherMethods others,
      Subscriptions subscriptions,
      Introduction introduction,
      ParkedCalls parked) {
    this.sessions = sessions;
    this.visible = visible;
    this.calling = calling;
    this.others = others;
    this.subscriptions = subscriptions;
    this.introduction = introduction;
    this.parked = parked;
  }

  McpAnswer answer(Principal principal, Headers headers, Envelope message, Interim interim) {
    Optional<RpcAnswer> fault = StatelessChecks.fault(headers, message);
    if (fault.isPresent()) {
      return fault.get();
    }
    if (!message.isRequest()) {
      return RpcAnswer.accepted();
    }
    if (message.method().equals("server/discover")) {
      return RpcAnswer.result(message.id(), discovery(principal, headers));
    }
    Optional<String> mismatch = mismatch(principal, headers, message);
    if (mismatch.isPresent()) {
      return StatelessChecks.mismatch(message, mismatch.get());
    }
    Context context = context(principal, headers, message, interim);
    return mayBeAsked(message) || parked.isOfOurs(message)
        ? parked.answer(context, message, hearing -> answer(hearing, message))
        : answer(context, message);
  }

  private McpAnswer answer(Context context, Envelope message) {
    return switch (message.method()) {
      case "tools/call" -> calling.call(context, message);
      case Subscriptions.LISTEN -> subscriptions.listen(context, message);
      default -> others.answer(context, message);
    };
  }

  /** Whether a server can ask something of this client before it answers. */
  private static boolean mayBeAsked(Envelope message) {
    return MAY_ASK.contains(message.method())
        && !ClientCapabilities.passedOn(message.meta().clientCapabilities())
            .equals(ClientCapabilities.NONE);
  }

  /** A header that the tool's schema asks for, and that does not say what its argument says. */
  private Optional<String> mismatch(Principal principal, Headers headers, Envelope message) {
    String name = message.method().equals(Tool.CALL) ? message.name() : null;
    return name == null
        ? Optional.empty()
        : visible
            .find(principal, name)
            .filter(headers.endpoint().offered())
            .flatMap(tool ->
                ParameterHeaders.mismatch(
                    tool.definition().inputSchema(), message.arguments(), headers.others()));
  }

  private Context context(Principal principal, Headers headers, Envelope message, Interim interim) {
    return new Context(principal, session(principal, message), interim, headers.endpoint());
  }

  private McpSession session(Principal principal, Envelope message) {
    return sessions.of(
        principal,
        Introduction.client(message.meta().clientInfo()),
        ClientCapabilities.passedOn(message.meta().clientCapabilities()));
  }

  private Map<String, Object> capabilities(Principal principal, Headers headers) {
    Map<String, Object> capabilities =
        new LinkedHashMap<>(introduction.capabilities(principal.account(), headers.endpoint()));
    capabilities.put("extensions", Tasks.OFFERED);
    return capabilities;
  }

  private Map<String, Object> discovery(Principal principal, Headers headers) {
    Map<String, Object> discovery = new LinkedHashMap<>();
    discovery.put("resultType", "complete");
    discovery.put("supportedVersions", ProtocolVersions.ALL);
    discovery.put("capabilities", capabilities(principal, headers));
    discovery.put(
        "instructions", introduction.instructions(principal.account(), headers.endpoint()));
    discovery.put("ttlMs", FRESH_MILLIS);
    discovery.put("cacheScope", "private");
    discovery.put("_meta", Map.of("io.modelcontextprotocol/serverInfo", introduction.serverInfo()));
    return discovery;
  }
}
