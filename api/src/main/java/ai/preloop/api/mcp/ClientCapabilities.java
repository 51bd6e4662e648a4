package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonSlice.Member;
import ai.preloop.activities.json.JsonText;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a client can do for servers (MCP, Lifecycle), as far as it is passed on to them. */
final class ClientCapabilities {

  /** Larger ones are of no known client. */
  private static final int LONGEST = 4_096;

  private static final Map<String, String> NEEDED =
      Map.of(
          "sampling/createMessage", "sampling",
          "elicitation/create", "elicitation",
          "roots/list", "roots");

  private static final Set<String> PASSED_ON = Set.copyOf(NEEDED.values());

  /** It can do nothing for them. */
  static final String NONE = "{}";

  private ClientCapabilities() {}

  /** Those that servers are told of: a JSON object, as the client wrote its members. */
  static String passedOn(@Nullable JsonSlice declared) {
    return declared == null || declared.length() > LONGEST
        ? NONE
        : declared.members().stream()
            .filter(member -> PASSED_ON.contains(member.name()))
            .map(ClientCapabilities::written)
            .collect(Collectors.joining(",", "{", "}"));
  }

  private static String written(Member member) {
    return JsonText.quote(member.name()) + ":" + member.value();
  }

  /** Whether a client with these capabilities takes a request of this method. */
  static boolean takes(JsonSlice capabilities, String method) {
    String needed = NEEDED.get(method);
    return needed != null && capabilities.member(needed) != null;
  }
}
