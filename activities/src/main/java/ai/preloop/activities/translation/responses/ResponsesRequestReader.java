package ai.preloop.activities.translation.responses;

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

/** Reads a request of OpenAI responses; all of the conversation must be in it. */
final class ResponsesRequestReader {

  private final Fields body;

  ResponsesRequestReader(Fields body) {
    this.body = body;
  }

  Conversation read() {
    refuse();
    ResponsesItems items = new ResponsesItems();
    items.instructions(body.text("instructions"));
    items.input(body);
    List<Tool> tools = new ArrayList<>();
    for (Fields tool : body.objects("tools")) {
      tools.add(tool(tool));
    }
    return new Conversation(
        items.turns().system(),
        items.turns().all(),
        tools,
        choice().withParallel(body.flag("parallel_tool_calls")),
        sampling(),
        reasoning(),
        format());
  }

  private void refuse() {
    for (String name : List.of("previous_response_id", "conversation", "prompt")) {
      if (body.has(name)) {
        throw body.problem(
            name, "names what OpenAI keeps: send the whole conversation to this provider");
      }
    }
    if (body.isTrue("background")) {
      throw body.problem("background", "must be false: this provider answers at once");
    }
    if (body.count("top_logprobs") > 0) {
      throw body.problem("top_logprobs", "is not given by this provider");
    }
  }

  private static Tool tool(Fields tool) {
    String type = tool.requiredText("type");
    if (!type.equals("function")) {
      throw tool.problem("type", "is " + type + ": this provider knows functions alone");
    }
    return new Tool(
        tool.requiredText("name"),
        tool.text("description"),
        tool.get("parameters"),
        tool.flag("strict"),
        null);
  }

  private ToolChoice choice() {
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
    return switch (choice.text("type", "")) {
      case "function" -> ToolChoice.only(choice.requiredText("name"));
      case "allowed_tools" -> allowed(choice);
      default -> throw choice.problem("type", "must be function or allowed_tools");
    };
  }

  private static ToolChoice allowed(Fields allowed) {
    List<String> names = new ArrayList<>();
    for (Fields tool : allowed.objects("tools")) {
      names.add(tool.requiredText("name"));
    }
    boolean required = allowed.text("mode", "auto").equals("required");
    return new ToolChoice(required ? Mode.REQUIRED : Mode.AUTO, names, null);
  }

  private Sampling sampling() {
    return new Sampling(
        body.number("temperature"),
        body.number("top_p"),
        null,
        null,
        null,
        null,
        body.integer("max_output_tokens"),
        List.of());
  }

  private @Nullable Reasoning reasoning() {
    Fields reasoning = body.within("reasoning");
    Effort effort = Efforts.read(reasoning, "effort");
    boolean shown = reasoning.has("summary");
    return effort == null && !shown ? null : new Reasoning(effort, null, shown);
  }

  private OutputFormat format() {
    Fields format = body.within("text").within("format");
    return switch (format.text("type", "text")) {
      case "text" -> new OutputFormat.Text();
      case "json_object" -> new OutputFormat.AnyJson();
      case "json_schema" -> schema(format);
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
