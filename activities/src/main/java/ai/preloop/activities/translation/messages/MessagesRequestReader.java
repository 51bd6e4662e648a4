package ai.preloop.activities.translation.messages;

import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.conversation.OutputFormat;
import ai.preloop.activities.translation.conversation.Reasoning;
import ai.preloop.activities.translation.conversation.Reasoning.Effort;
import ai.preloop.activities.translation.conversation.Sampling;
import ai.preloop.activities.translation.conversation.Tool;
import ai.preloop.activities.translation.conversation.ToolChoice;
import ai.preloop.activities.translation.conversation.ToolChoice.Mode;
import ai.preloop.activities.translation.conversation.Turn.Role;
import ai.preloop.activities.translation.conversation.Turns;
import ai.preloop.activities.translation.wire.Fields;
import ai.preloop.activities.translation.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a request of Anthropic messages. */
final class MessagesRequestReader {

  private final Fields body;
  private final Turns turns = new Turns();

  MessagesRequestReader(Fields body) {
    this.body = body;
  }

  Conversation read() {
    refuseServerSide();
    MessagesBlocks.texts(body, "system").forEach(turns::instruct);
    for (Fields message : body.objects("messages")) {
      message(message);
    }
    List<Tool> tools = new ArrayList<>();
    for (Fields tool : body.objects("tools")) {
      tools.add(tool(tool));
    }
    return new Conversation(
        turns.system(), turns.all(), tools, choice(), sampling(), reasoning(), format());
  }

  private void refuseServerSide() {
    for (String name : List.of("mcp_servers", "container")) {
      JsonNode value = body.get(name);
      if (value != null && !value.isEmpty()) {
        throw body.problem(name, "is for Anthropic alone: this model is at another provider");
      }
    }
  }

  private void message(Fields message) {
    String role = message.requiredText("role");
    switch (role) {
      case "user" -> MessagesBlocks.parts(message).forEach(part -> turns.add(Role.USER, part));
      case "assistant" ->
          MessagesBlocks.parts(message).forEach(part -> turns.add(Role.ASSISTANT, part));
      case "system" -> MessagesBlocks.texts(message, "content").forEach(turns::instruct);
      default -> throw message.problem("role", "must be user or assistant");
    }
  }

  private static Tool tool(Fields tool) {
    String type = tool.text("type", "custom");
    if (!type.equals("custom")) {
      throw tool.problem(
          "type", "is " + type + ", which only Anthropic has: this model is at another provider");
    }
    return new Tool(
        tool.requiredText("name"),
        tool.text("description"),
        tool.get("input_schema"),
        tool.flag("strict"),
        MessagesBlocks.cache(tool));
  }

  private ToolChoice choice() {
    Fields choice = body.object("tool_choice");
    if (choice == null) {
      return ToolChoice.of(Mode.UNSAID);
    }
    Boolean serial = choice.flag("disable_parallel_tool_use");
    String type = choice.requiredText("type");
    ToolChoice named =
        switch (type) {
          case "auto" -> ToolChoice.of(Mode.AUTO);
          case "any" -> ToolChoice.of(Mode.REQUIRED);
          case "none" -> ToolChoice.of(Mode.NONE);
          case "tool" -> ToolChoice.only(choice.requiredText("name"));
          default -> throw choice.problem("type", "must be auto, any, tool or none");
        };
    return named.withParallel(serial == null ? null : Boolean.valueOf(!serial));
  }

  private Sampling sampling() {
    return new Sampling(
        body.number("temperature"),
        body.number("top_p"),
        body.integer("top_k"),
        null,
        null,
        null,
        body.integer("max_tokens"),
        body.texts("stop_sequences"));
  }

  private @Nullable Reasoning reasoning() {
    Fields thinking = body.within("thinking");
    Effort effort = effort(body.within("output_config"));
    boolean shown = !thinking.text("display", "summarized").equals("omitted");
    String type = thinking.text("type", "");
    return switch (type) {
      case "disabled", "between_tools" -> new Reasoning(Effort.NONE, null, false);
      case "enabled" -> new Reasoning(effort, thinking.integer("budget_tokens"), shown);
      case "adaptive" -> new Reasoning(effort, null, shown);
      case "" -> effort == null ? null : new Reasoning(effort, null, false);
      default ->
          throw thinking.problem("type", "must be enabled, adaptive, between_tools or disabled");
    };
  }

  private static @Nullable Effort effort(Fields config) {
    String effort = config.text("effort");
    if (effort == null) {
      return null;
    }
    return switch (effort.toLowerCase(Locale.ROOT)) {
      case "low" -> Effort.LOW;
      case "medium" -> Effort.MEDIUM;
      case "high" -> Effort.HIGH;
      case "xhigh" -> Effort.XHIGH;
      case "max" -> Effort.MAX;
      default -> throw config.problem("effort", "must be low, medium, high, xhigh or max");
    };
  }

  private OutputFormat format() {
    Fields format = body.within("output_config").object("format");
    if (format == null) {
      format = body.object("output_format");
    }
    if (format == null) {
      return new OutputFormat.Text();
    }
    JsonNode schema = format.get("schema");
    if (!format.text("type", "").equals("json_schema")) {
      throw format.problem("type", "must be json_schema");
    }
    return new OutputFormat.Schema("answer", schema == null ? Json.object() : schema, true);
  }
}
