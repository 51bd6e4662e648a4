package ai.preloop.activities.tools;

import ai.preloop.activities.audit.AuditRecord.What;
import java.util.Map;

/** What records call the things that agents ask of servers, by their MCP methods. */
final class Actions {

  private static final Map<String, String> OF_METHODS =
      Map.of(
          "tools/call", What.TOOL_CALL,
          "resources/read", "resource.read",
          "resources/subscribe", "resource.subscribe",
          "resources/unsubscribe", "resource.unsubscribe",
          "prompts/get", "prompt.get",
          "completion/complete", "completion",
          "tasks/result", "task.result",
          "tasks/cancel", "task.cancel",
          "logging/setLevel", "log_level.set");

  private Actions() {}

  /** Whether there is a name for it, as there is not for what is only looked at. */
  static boolean isNamed(ToolCall call) {
    return OF_METHODS.containsKey(call.method());
  }

  /** The action of a call; of a method that is none of these, the method itself. */
  static String of(ToolCall call) {
    return OF_METHODS.getOrDefault(call.method(), call.method());
  }
}
