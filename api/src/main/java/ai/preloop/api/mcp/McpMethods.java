package ai.preloop.api.mcp;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.sessions.McpSessions;
import ai.preloop.activities.sessions.McpSessions.Opening;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What each MCP method does; a session is opened by {@code initialize} and needed by the others.
 */
@Component
final class McpMethods {

  private static final byte[] EMPTY = {'{', '}'};

  private final McpSessions sessions;
  private final ToolCalling calling;
  private final Resuming resuming;
  private final Notices notices;
  private final OtherMethods others;
  private final StatelessMethods stateless;
  private final Introduction introduction;

  McpMethods(
      McpSessions sessions,
      ToolCalling calling,
      Resuming resuming,
      Notices notices,
      OtherMethods others,
      StatelessMethods stateless,
      Introduction introduction) {
    this.sessions = sessions;
    this.calling = calling;
    this.resuming = resuming;
    this.notices = notices;
    this.others = others;
    this.stateless = stateless;
    this.introduction = introduction;
  }

  /** What the HTTP request says beside its body. */
  record Headers(
      @Nullable String session,
      @Nullable String protocolVersion,
      @Nullable String method,
      @Nullable String name,
      boolean acceptsEvents,
      Function<String, @Nullable String> others,
      Endpoint endpoint) {}

  McpAnswer answer(Principal principal, Headers headers, Envelope message, Interim interim) {
    principal.require(Scope.MCP_CALL);
    if (StatelessChecks.isStateless(headers, message)) {
      return stateless.answer(principal, headers, message, interim);
    }
    if (message.method().equals("initialize")) {
      return message.isRequest()
          ? opened(principal, headers.endpoint(), message)
          : RpcAnswer.accepted();
    }
    String version = headers.protocolVersion();
    if (version != null && !ProtocolVersions.isSpoken(version)) {
      return unsupported(message, version);
    }
    String id = headers.session();
    if (id == null) {
      return RpcAnswer.error(
          400,
          message.id(),
          RpcAnswer.INVALID_REQUEST,
          "The Mcp-Session-Id header is missing; begin with initialize.");
    }
    return sessions
        .opened(principal, id, headers.endpoint().id())
        .<McpAnswer>map(session ->
            inSession(new Context(principal, session, interim, headers.endpoint()), message))
        .orElseGet(() -> noSession(message.id()));
  }

  /**
   * The stream that this event is of, to go on with; empty for what is nothing of this caller's.
   */
  Optional<HeldCall> resume(
      Principal principal, Endpoint endpoint, @Nullable String id, String lastEvent) {
    principal.require(Scope.MCP_CALL);
    if (id != null
        && sessions
            .opened(principal, id)
            .filter(session -> !Objects.equals(session.endpoint(), endpoint.id()))
            .isPresent()) {
      return Optional.empty();
    }
    return resuming.resume(principal, id, lastEvent);
  }

  /** The session that its client names; empty where it names none, or none of its own. */
  Optional<McpSession> session(Principal principal, Endpoint endpoint, @Nullable String id) {
    principal.require(Scope.MCP_CALL);
    return id == null ? Optional.empty() : sessions.opened(principal, id, endpoint.id());
  }

  /** Ends a session; empty when there is none of that id for this principal. */
  Optional<RpcAnswer> end(Principal principal, Endpoint endpoint, String session) {
    principal.require(Scope.MCP_CALL);
    return sessions.end(principal, session, endpoint.id())
        ? Optional.of(RpcAnswer.empty(204))
        : Optional.empty();
  }

  /** In which conversation a message comes, and what may be said before it is answered. */
  record Context(Principal principal, McpSession session, Interim interim, Endpoint endpoint) {

    boolean acceptsEvents() {
      return interim.acceptsEvents();
    }

    /** The same, where the client hears in another way what comes before its answer. */
    Context hearing(Interim other) {
      return new Context(principal, session, other, endpoint);
    }
  }

  private McpAnswer inSession(Context context, Envelope message) {
    if (!message.isRequest()) {
      notices.heard(context, message);
      return RpcAnswer.accepted();
    }
    return switch (message.method()) {
      case "ping" -> RpcAnswer.result(message.id(), EMPTY);
      case "tools/call" -> calling.call(context, message);
      default -> others.answer(context, message);
    };
  }

  static RpcAnswer notOffered(int status, Envelope message) {
    return RpcAnswer.error(
        status,
        message.id(),
        RpcAnswer.METHOD_NOT_FOUND,
        "This method is not offered: " + shortened(message.method()));
  }

  private RpcAnswer opened(Principal principal, Endpoint endpoint, Envelope message) {
    JsonSlice params = message.params();
    JsonSlice offered = params == null ? null : params.member("protocolVersion");
    String version = ProtocolVersions.negotiated(offered == null ? null : offered.text());
    JsonSlice client = params == null ? null : params.member("clientInfo");
    JsonSlice able = params == null ? null : params.member("capabilities");
    McpSession session =
        sessions.open(
            principal,
            new Opening(
                version,
                Introduction.client(client),
                ClientCapabilities.passedOn(able),
                endpoint.id()));
    return RpcAnswer.result(
            message.id(), introduction.toClient(principal.account(), endpoint, version))
        .opening(session.id().toString());
  }

  private static RpcAnswer unsupported(Envelope message, String version) {
    return RpcAnswer.error(
        400,
        message.id(),
        RpcAnswer.INVALID_PARAMS,
        "The protocol version %s is not spoken here; %s are."
            .formatted(shortened(version), String.join(", ", ProtocolVersions.SPOKEN)));
  }

  /** A client that reads it begins anew (Streamable HTTP, Session Management). */
  static RpcAnswer noSession(@Nullable JsonSlice id) {
    return RpcAnswer.error(
        404, id, RpcAnswer.INVALID_REQUEST, "There is no such session; begin with initialize.");
  }

  static String shortened(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "…";
  }
}
