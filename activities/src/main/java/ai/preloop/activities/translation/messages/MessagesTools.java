package ai.preloop.activities.translation.messages;

import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.conversation.Tool;
import ai.preloop.activities.translation.conversation.ToolChoice;
import ai.preloop.activities.translation.conversation.ToolChoice.Mode;
import ai.preloop.activities.translation.wire.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the tools of a request of Anthropic messages, and which of them are to be called. */
final class MessagesTools {

  private final Conversation asked;
  private final ClaudeModel model;

  MessagesTools(Conversation asked, ClaudeModel model) {
    this.asked = asked;
    this.model = model;
  }

  void declare(ObjectNode json) {
    if (asked.tools().isEmpty()) {
      return;
    }
    ArrayNode tools = json.putArray("tools");
    asked.tools().forEach(tool -> tools.add(tool(tool)));
  }

  private static ObjectNode tool(Tool tool) {
    ObjectNode json = Json.object().put("name", tool.name());
    if (tool.description() != null) {
      json.put("description", tool.description());
    }
    JsonNode schema = tool.schema();
    json.set("input_schema", schema == null ? Json.object().put("type", "object") : schema);
    if (Boolean.TRUE.equals(tool.strict()) && ClosedSchema.isClosed(schema)) {
      json.put("strict", true);
    }
    MessagesParts.mark(json, tool.cache());
    return json;
  }

  void choose(ObjectNode request) {
    ToolChoice choice = asked.choice();
    boolean serial = Boolean.FALSE.equals(choice.parallel());
    if (asked.tools().isEmpty() || (choice.mode() == Mode.UNSAID && !serial)) {
      return;
    }
    requireAChoiceThatIsTaken(choice);
    ObjectNode json = request.putObject("tool_choice").put("type", type(choice));
    if (choice.isForced() && choice.names().size() == 1) {
      json.put("name", choice.names().getFirst());
    }
    if (serial && choice.mode() != Mode.NONE) {
      json.put("disable_parallel_tool_use", true);
    }
  }

  private void requireAChoiceThatIsTaken(ToolChoice choice) {
    if (choice.isForced() && !model.takesForcedTools()) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "tool_choice forces a tool, and this model chooses by itself: let it be auto and say in"
              + " the instructions which tool is to be called.");
    }
  }

  private static String type(ToolChoice choice) {
    if (choice.names().size() > 1 || (!choice.isForced() && !choice.names().isEmpty())) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "The tool choice allows several of the tools: this provider takes one or all.");
    }
    return switch (choice.mode()) {
      case UNSAID, AUTO -> "auto";
      case NONE -> "none";
      case REQUIRED -> choice.names().isEmpty() ? "any" : "tool";
    };
  }
}
