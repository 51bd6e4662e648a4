package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.sessions.ClientName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the endpoint introduces itself to clients, and what it takes from their introduction. */
record Introduction(String version) {

  private static final String INSTRUCTIONS =
      "Calls are judged by policy. An answer with status pending_approval means that a person is asked: poll get_approval_status with its request_id. A refusal says why; do not repeat the same call.";

  private static final String SEARCHED =
      "Find tools with search_tools and call them with call_tool. ";

  static String instructions(Endpoint endpoint) {
    return endpoint.isSearched() ? SEARCHED + INSTRUCTIONS : INSTRUCTIONS;
  }

  Map<String, Object> serverInfo() {
    return Map.of("name", "preloop", "title", "Preloop", "version", version);
  }

  static ClientName client(@Nullable JsonSlice said) {
    return said == null
        ? new ClientName("", "")
        : new ClientName(told(said.member("name")), told(said.member("version")));
  }

  private static String told(@Nullable JsonSlice value) {
    String text = value == null ? null : value.text();
    return text == null ? "" : text;
  }
}
