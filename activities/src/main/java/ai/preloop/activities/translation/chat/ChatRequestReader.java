package ai.preloop.activities.translation.chat;

import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.conversation.OutputFormat;
import ai.preloop.activities.translation.conversation.Reasoning;
import ai.preloop.activities.translation.conversation.Reasoning.Effort;
import ai.preloop.activities.translation.conversation.Sampling;
import ai.preloop.activities.translation.conversation.Tool;
import ai.preloop.activities.translation.conversation.ToolChoice;
import ai.preloop.activities.translation.conversation.ToolChoice.Mode;
import ai.preloop.activities.translation.openai.Efforts;
import ai.preloop.activities.translation.wire.Fields;
import ai.preloop.activities.translation.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a request of chat completions. */
final class ChatRequestReader {

  private final Fields body;

  ChatRequestReader(Fields body) {
    this.body = body;
  }

  Conversation read() {
    refuse();
    ChatMessages messages = new ChatMessages();
    body.objects("messages").forEach(messages::add);
    List<Tool> tools = new ArrayList<>();
    for (Fields tool : body.objects("tools")) {
      tools.add(tool(tool));
    }
    return new Conversation(
        messages.turns().system(),
        messages.turns().all(),
        tools,
        choice(),
        sampling(),
        reasoning(),
        format());
  }

  private void refuse() {
    Integer answers = body.integer("n");
    if (answers != null && answers > 1) {
      throw body.problem("n", "must be 1: this provider gives one answer to a request");
    }
    if (body.isTrue("logprobs")) {
      throw body.problem("logprobs", "is not given by this provider");
    }
    for (String name : List.of("audio", "web_search_options", "functions", "function_call")) {
      if (body.has(name)) {
        throw body.problem(name, "has no counterpart at this provider");
      }
    }
    if (body.items("modalities").stream().anyMatch(node -> !node.asString("").equals("text"))) {
      throw body.problem("modalities", "must be text: this provider answers nothing else");
    }
  }

  private static Tool tool(Fields tool) {
    String type = tool.text("type", "function");
    if (!type.equals("function")) {
      throw tool.problem("type", "is " + type + ": this provider knows functions alone");
    }
    Fields function = tool.within("function");
    return new Tool(
        function.requiredText("name"),
        function.text("description"),
        function.get("parameters"),
        function.flag("strict"),
        ChatParts.cache(tool));
  }

  private ToolChoice choice() {
    return choice(body).withParallel(body.flag("parallel_tool_calls"));
  }

  private static ToolChoice choice(Fields body) {
    if (!body.has("tool_choice")) {
      return ToolChoice.of(Mode.UNSAID);
    }
    if (body.isText("tool_choice")) {
      return switch (body.text("tool_choice", "")) {
        case "auto" -> ToolChoice.of(Mode.AUTO);
        case "none" -> ToolChoice.of(Mode.NONE);
        case "required" -> ToolChoice.of(Mode.REQUIRED);
        default -> throw body.problem("tool_choice", "must be auto, none, required or a function");
      };
    }
    Fields choice = body.within("tool_choice");
    return choice.text("type", "").equals("allowed_tools")
        ? allowed(choice.within("allowed_tools"))
        : ToolChoice.only(choice.within("function").requiredText("name"));
  }

  private static ToolChoice allowed(Fields allowed) {
    List<String> names = new ArrayList<>();
    for (Fields tool : allowed.objects("tools")) {
      names.add(tool.within("function").requiredText("name"));
    }
    boolean required = allowed.text("mode", "auto").equals("required");
    return new ToolChoice(required ? Mode.REQUIRED : Mode.AUTO, names, null);
  }

  private Sampling sampling() {
    Integer most = body.integer("max_completion_tokens");
    return new Sampling(
        body.number("temperature"),
        body.number("top_p"),
        body.integer("top_k"),
        body.number("seed"),
        body.number("presence_penalty"),
        body.number("frequency_penalty"),
        most == null ? body.integer("max_tokens") : most,
        body.isText("stop") ? List.of(body.requiredText("stop")) : body.texts("stop"));
  }

  private @Nullable Reasoning reasoning() {
    Effort effort = Efforts.read(body, "reasoning_effort");
    return effort == null ? null : new Reasoning(effort, null, true);
  }

  private OutputFormat format() {
    Fields format = body.within("response_format");
    String type = format.text("type", "text");
    return switch (type) {
      case "text" -> new OutputFormat.Text();
      case "json_object" -> new OutputFormat.AnyJson();
      case "json_schema" -> schema(format.within("json_schema"));
      default -> throw format.problem("type", "must be text, json_object or json_schema");
    };
  }

  private static OutputFormat schema(Fields format) {
    JsonNode schema = format.get("schema");
    return new OutputFormat.Schema(
        format.text("name", "answer"),
        schema == null ? Json.object().put("type", "object") : schema,
        format.flag("strict"));
  }
}
