package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonSlice.Member;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.mcp.SupportedRequests;
import ai.preloop.activities.sessions.McpSession;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a client can do for servers (MCP, Lifecycle), and for those who approve its calls. */
final class ClientCapabilities {

  /** Larger ones are of no known client. */
  private static final int LONGEST = 4_096;

  /** It can do nothing for them. */
  static final String NONE = "{}";

  private ClientCapabilities() {}

  /** What the client of a request can do, said with the request or when its session was opened. */
  static JsonSlice of(McpSession session, Envelope message) {
    JsonSlice said = session.isStateless() ? message.meta().clientCapabilities() : null;
    return said == null
        ? JsonSlice.of(session.client().capabilities().getBytes(StandardCharsets.UTF_8))
        : said;
  }

  /** Whether it shows its user a page to open (Elicitation, URL Mode). */
  static boolean showsPages(JsonSlice capabilities) {
    JsonSlice elicitation = capabilities.member("elicitation");
    return elicitation != null && elicitation.member("url") != null;
  }

  /** Whether it takes a task in place of a result (Extensions, Tasks). */
  static boolean takesTasks(JsonSlice capabilities) {
    JsonSlice extensions = capabilities.member("extensions");
    return extensions != null && extensions.member(Tasks.EXTENSION) != null;
  }

  /** Those that servers are told of: a JSON object, as the client wrote its members. */
  static String passedOn(@Nullable JsonSlice declared) {
    return declared == null || declared.length() > LONGEST
        ? NONE
        : declared.members().stream()
            .filter(member -> SupportedRequests.CAPABILITIES.contains(member.name()))
            .map(ClientCapabilities::written)
            .collect(Collectors.joining(",", "{", "}"));
  }

  private static String written(Member member) {
    return JsonText.quote(member.name()) + ":" + member.value();
  }
}
