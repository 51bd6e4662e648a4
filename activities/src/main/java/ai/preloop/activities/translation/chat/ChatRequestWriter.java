package ai.preloop.activities.translation.chat;

import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.conversation.OutputFormat;
import ai.preloop.activities.translation.conversation.Reasoning.Effort;
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
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a request of chat completions. */
final class ChatRequestWriter {

  private final Conversation asked;
  private final Upstream upstream;
  private final OpenAiModel model;
  private final ObjectNode json = Json.object();

  ChatRequestWriter(Conversation asked, Upstream upstream) {
    this.asked = asked;
    this.upstream = upstream;
    this.model = OpenAiModel.of(upstream.model());
  }

  ObjectNode write() {
    json.put("model", upstream.model());
    json.set("messages", new ChatTurns(upstream.model()).write(asked));
    tools();
    sampling();
    effort();
    format();
    if (upstream.streamed()) {
      json.put("stream", true);
      json.putObject("stream_options").put("include_usage", true);
    }
    return json;
  }

  private void tools() {
    if (asked.tools().isEmpty()) {
      return;
    }
    ArrayNode tools = json.putArray("tools");
    asked.tools().forEach(tool -> tool(tools.addObject().put("type", "function"), tool));
    choice();
    if (asked.choice().parallel() != null) {
      json.put("parallel_tool_calls", asked.choice().parallel());
    }
  }

  private static void tool(ObjectNode json, Tool tool) {
    ObjectNode function = json.putObject("function").put("name", tool.name());
    if (tool.description() != null) {
      function.put("description", tool.description());
    }
    if (tool.schema() != null) {
      function.set("parameters", ToolSchema.of(tool.schema()));
    }
    if (Boolean.TRUE.equals(tool.strict()) && StrictOutput.takes(tool.schema())) {
      function.put("strict", true);
    }
  }

  private void choice() {
    ToolChoice choice = asked.choice();
    if (choice.names().isEmpty()) {
      switch (choice.mode()) {
        case UNSAID -> {}
        case AUTO, NONE, REQUIRED ->
            json.put("tool_choice", choice.mode().name().toLowerCase(Locale.ROOT));
      }
    } else if (choice.isForced() && choice.names().size() == 1) {
      ObjectNode named = json.putObject("tool_choice").put("type", "function");
      named.putObject("function").put("name", choice.names().getFirst());
    } else {
      allowed(choice);
    }
  }

  private void allowed(ToolChoice choice) {
    ObjectNode named = json.putObject("tool_choice").put("type", "allowed_tools");
    ObjectNode allowed =
        named.putObject("allowed_tools").put("mode", choice.isForced() ? "required" : "auto");
    ArrayNode tools = allowed.putArray("tools");
    for (String name : choice.names()) {
      tools.addObject().put("type", "function").putObject("function").put("name", name);
    }
  }

  /** Chat completions have no word for the most, and newer models no tools beside any but none. */
  private void effort() {
    EnumSet<Effort> taken = EnumSet.noneOf(Effort.class);
    taken.addAll(model.efforts());
    taken.remove(Effort.MAX);
    String effort = Efforts.word(asked.reasoning(), taken);
    if (!asked.tools().isEmpty() && model.takesToolsInChatOnlyUnreasoned()) {
      effort = taken.contains(Effort.NONE) ? "none" : null;
    }
    if (effort != null) {
      json.put("reasoning_effort", effort);
    }
  }

  /** OpenAI's reasoning models take no max_tokens, and many compatible servers nothing else. */
  private void sampling() {
    Sampling sampling = asked.sampling();
    boolean reasons = model.reasons();
    if (sampling.mostOutput() != null) {
      json.put(reasons ? "max_completion_tokens" : "max_tokens", sampling.mostOutput());
    }
    if (!reasons) {
      put("temperature", sampling.temperature());
      put("top_p", sampling.topP());
      put("presence_penalty", sampling.presencePenalty());
      put("frequency_penalty", sampling.frequencyPenalty());
    }
    put("seed", sampling.seed());
    if (!sampling.stops().isEmpty() && reasons) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "The request has stop sequences, which this model does not take since it reasons.");
    }
    if (!sampling.stops().isEmpty()) {
      ArrayNode stops = json.putArray("stop");
      sampling.stops().forEach(stops::add);
    }
  }

  private void put(String name, @Nullable BigDecimal number) {
    if (number != null) {
      json.put(name, number);
    }
  }

  private void format() {
    switch (asked.format()) {
      case OutputFormat.Text text -> {}
      case OutputFormat.AnyJson any -> json.putObject("response_format").put("type", "json_object");
      case OutputFormat.Schema schema -> schema(schema);
    }
  }

  private void schema(OutputFormat.Schema format) {
    ObjectNode schema =
        json.putObject("response_format")
            .put("type", "json_schema")
            .putObject("json_schema")
            .put("name", format.name());
    schema.set("schema", format.schema());
    if (Boolean.TRUE.equals(format.strict()) && StrictOutput.takes(format.schema())) {
      schema.put("strict", true);
    }
  }
}
