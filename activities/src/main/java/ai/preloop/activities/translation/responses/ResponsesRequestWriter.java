package ai.preloop.activities.translation.responses;

import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.conversation.OutputFormat;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Reasoning;
import ai.preloop.activities.translation.conversation.Sampling;
import ai.preloop.activities.translation.conversation.Tool;
import ai.preloop.activities.translation.conversation.ToolChoice;
import ai.preloop.activities.translation.conversation.Upstream;
import ai.preloop.activities.translation.openai.Efforts;
import ai.preloop.activities.translation.openai.OpenAiModel;
import ai.preloop.activities.translation.openai.StrictOutput;
import ai.preloop.activities.translation.openai.ToolSchema;
import ai.preloop.activities.translation.wire.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a request of OpenAI responses that has OpenAI keep nothing. */
final class ResponsesRequestWriter {

  private final Conversation asked;
  private final Upstream upstream;
  private final ObjectNode json = Json.object();

  ResponsesRequestWriter(Conversation asked, Upstream upstream) {
    this.asked = asked;
    this.upstream = upstream;
  }

  ObjectNode write() {
    json.put("model", upstream.model());
    String system = Part.texts(asked.system(), "\n\n");
    if (!system.isEmpty()) {
      json.put("instructions", system);
    }
    json.set("input", new ResponsesTurns().write(asked.turns()));
    tools();
    OpenAiModel model = OpenAiModel.of(upstream.model());
    sampling(model.reasons());
    if (model.reasons()) {
      reasoning(model);
    }
    format();
    json.put("store", false);
    if (upstream.streamed()) {
      json.put("stream", true);
    }
    return json;
  }

  private void tools() {
    if (asked.tools().isEmpty()) {
      return;
    }
    ArrayNode tools = json.putArray("tools");
    asked.tools().forEach(tool -> tool(tools.addObject(), tool));
    choice(asked.choice());
    if (asked.choice().parallel() != null) {
      json.put("parallel_tool_calls", asked.choice().parallel());
    }
  }

  /** Strictness is said, since it is the default here where the client's format has none. */
  private static void tool(ObjectNode json, Tool tool) {
    json.put("type", "function").put("name", tool.name());
    if (tool.description() != null) {
      json.put("description", tool.description());
    }
    json.set("parameters", ToolSchema.of(tool.schema()));
    json.put("strict", Boolean.TRUE.equals(tool.strict()) && StrictOutput.takes(tool.schema()));
  }

  private void choice(ToolChoice choice) {
    if (choice.names().isEmpty()) {
      switch (choice.mode()) {
        case UNSAID -> {}
        case AUTO, NONE, REQUIRED ->
            json.put("tool_choice", choice.mode().name().toLowerCase(Locale.ROOT));
      }
    } else if (choice.isForced() && choice.names().size() == 1) {
      json.putObject("tool_choice").put("type", "function").put("name", choice.names().getFirst());
    } else {
      ObjectNode allowed = json.putObject("tool_choice").put("type", "allowed_tools");
      allowed.put("mode", choice.isForced() ? "required" : "auto");
      ArrayNode tools = allowed.putArray("tools");
      choice.names().forEach(name -> tools.addObject().put("type", "function").put("name", name));
    }
  }

  private void sampling(boolean reasons) {
    Sampling sampling = asked.sampling();
    if (!sampling.stops().isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "The request has stop sequences, which OpenAI responses does not know.");
    }
    if (sampling.mostOutput() != null) {
      json.put("max_output_tokens", sampling.mostOutput());
    }
    if (sampling.temperature() != null && !reasons) {
      json.put("temperature", sampling.temperature());
    }
    if (sampling.topP() != null && !reasons) {
      json.put("top_p", sampling.topP());
    }
  }

  /** The encrypted thoughts are asked for, since nothing is kept of them. */
  private void reasoning(OpenAiModel model) {
    Reasoning reasoning = asked.reasoning();
    if (reasoning != null) {
      ObjectNode said = Json.object();
      String effort = Efforts.word(reasoning, model.efforts());
      if (effort != null) {
        said.put("effort", effort);
      }
      if (reasoning.shown() && !reasoning.isOff()) {
        said.put("summary", "auto");
      }
      if (!said.isEmpty()) {
        json.set("reasoning", said);
      }
    }
    json.putArray("include").add("reasoning.encrypted_content");
  }

  private void format() {
    switch (asked.format()) {
      case OutputFormat.Text _ -> {}
      case OutputFormat.AnyJson _ ->
          json.putObject("text").putObject("format").put("type", "json_object");
      case OutputFormat.Schema schema -> schema(schema);
    }
  }

  private void schema(OutputFormat.Schema schema) {
    ObjectNode format = json.putObject("text").putObject("format");
    format.put("type", "json_schema").put("name", schema.name());
    format.set("schema", schema.schema());
    format.put(
        "strict", Boolean.TRUE.equals(schema.strict()) && StrictOutput.takes(schema.schema()));
  }
}
