package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.mcp.HeaderValue;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.api.mcp.McpMethods.Headers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request of revision 2026-07-28 says all that it has to say of itself, and the same in
 * its headers as in its body (Streamable HTTP, Request Metadata).
 */
final class StatelessChecks {

  static final int HEADER_MISMATCH = -32020;
  static final int UNSUPPORTED_VERSION = -32022;

  /** Whose headers name also what they are about. */
  private static final List<String> NAMED =
      List.of("tools/call", "prompts/get", "resources/read", Tasks.GET, Tasks.UPDATE, Tasks.CANCEL);

  private StatelessChecks() {}

  /** Whether it speaks of itself as these requests do, however wrong. */
  static boolean isStateless(Headers headers, Envelope message) {
    String version = message.meta().protocolVersion();
    boolean isInHeader = McpSession.STATELESS.equals(headers.protocolVersion());
    return version == null
        ? isInHeader && !message.method().equals("initialize")
        : isInHeader || !ProtocolVersions.isSpoken(version);
  }

  /** What is wrong with it, as its answer; empty when it can be looked at. */
  static Optional<RpcAnswer> fault(Headers headers, Envelope message) {
    String version = message.meta().protocolVersion();
    if (version == null) {
      // Only requests have to say it, and clients leave it out of the rest.
      return message.isRequest()
          ? Optional.of(missing(message, "protocolVersion"))
          : Optional.empty();
    }
    if (!version.equals(headers.protocolVersion())) {
      return Optional.of(mismatch(message, "MCP-Protocol-Version"));
    }
    if (!version.equals(McpSession.STATELESS)) {
      return Optional.of(unsupported(message, version));
    }
    if (!message.isRequest()) {
      return Optional.empty();
    }
    if (!message.method().equals(headers.method())) {
      return Optional.of(mismatch(message, "Mcp-Method"));
    }
    if (NAMED.contains(message.method()) && !isNamed(headers.name(), message)) {
      return Optional.of(mismatch(message, "Mcp-Name"));
    }
    JsonSlice capabilities = message.meta().clientCapabilities();
    return capabilities == null || !capabilities.is(JsonType.OBJECT)
        ? Optional.of(missing(message, "clientCapabilities"))
        : Optional.empty();
  }

  /** A body that names nothing is wrong in another way, which is said elsewhere. */
  private static boolean isNamed(@Nullable String header, Envelope message) {
    String name = message.name();
    return name == null || name.equals(HeaderValue.decoded(header));
  }

  private static RpcAnswer missing(Envelope message, String field) {
    return RpcAnswer.error(
        400,
        message.id(),
        RpcAnswer.INVALID_PARAMS,
        "params._meta has no io.modelcontextprotocol/%s that can be read.".formatted(field));
  }

  static RpcAnswer mismatch(Envelope message, String header) {
    return RpcAnswer.error(
        400,
        message.id(),
        HEADER_MISMATCH,
        "Header mismatch: %s is missing, or is not what the body says.".formatted(header));
  }

  private static RpcAnswer unsupported(Envelope message, String version) {
    return RpcAnswer.error(
        400,
        message.id(),
        UNSUPPORTED_VERSION,
        "Unsupported protocol version",
        Map.of("supported", ProtocolVersions.ALL, "requested", McpMethods.shortened(version)));
  }
}
