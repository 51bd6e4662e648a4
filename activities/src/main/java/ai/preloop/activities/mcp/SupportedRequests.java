package ai.preloop.activities.mcp;

import ai.preloop.activities.json.JsonSlice;
import java.util.Map;
import java.util.Set;

/** What servers ask of clients, each under a capability (Multi Round-Trip Requests). */
public final class SupportedRequests {

  private static final Map<String, String> NEEDED =
      Map.of(
          "sampling/createMessage", "sampling",
          "elicitation/create", "elicitation",
          "roots/list", "roots",
          "tasks/get", "tasks",
          "tasks/result", "tasks",
          "tasks/cancel", "tasks");

  /** The capabilities that let a server ask. */
  public static final Set<String> CAPABILITIES = Set.copyOf(NEEDED.values());

  private SupportedRequests() {}

  /** Whether a client with these capabilities takes a request of this method. */
  public static boolean areTaken(JsonSlice capabilities, String method) {
    String needed = NEEDED.get(method);
    return needed != null && capabilities.member(needed) != null;
  }
}
