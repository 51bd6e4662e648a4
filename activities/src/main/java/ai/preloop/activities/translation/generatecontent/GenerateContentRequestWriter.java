package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.conversation.OutputFormat;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Sampling;
import ai.preloop.activities.translation.conversation.Tool;
import ai.preloop.activities.translation.conversation.ToolChoice;
import ai.preloop.activities.translation.conversation.ToolChoice.Mode;
import ai.preloop.activities.translation.conversation.Upstream;
import ai.preloop.activities.translation.wire.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a request of Gemini's generateContent; the model and the streaming are in its address. */
final class GenerateContentRequestWriter {

  private static final String ONLY_JSON =
      "Where you do not call a tool, answer with one JSON object and nothing else.";

  private final Conversation asked;
  private final GeminiModel model;
  private final ObjectNode json = Json.object();

  GenerateContentRequestWriter(Conversation asked, Upstream upstream) {
    this.asked = asked;
    this.model = GeminiModel.of(upstream.model());
  }

  ObjectNode write() {
    system();
    json.set("contents", new GenerateContentParts(model).write(asked.turns()));
    if (!asked.tools().isEmpty()) {
      ArrayNode tools = json.putArray("tools").addObject().putArray("functionDeclarations");
      asked.tools().forEach(tool -> tools.add(tool(tool)));
      choice();
    }
    ObjectNode config = config();
    if (!config.isEmpty()) {
      json.set("generationConfig", config);
    }
    return json;
  }

  private void system() {
    String system = Part.texts(asked.system(), "\n\n");
    if (asked.format() instanceof OutputFormat.AnyJson && !takesFormat()) {
      system = system.isEmpty() ? ONLY_JSON : system + "\n\n" + ONLY_JSON;
    }
    if (!system.isEmpty()) {
      json.putObject("systemInstruction").putArray("parts").addObject().put("text", system);
    }
  }

  private boolean takesFormat() {
    return asked.tools().isEmpty() || model.takesJsonBesideTools();
  }

  private static ObjectNode tool(Tool tool) {
    ObjectNode json = Json.object().put("name", tool.name());
    if (tool.description() != null) {
      json.put("description", tool.description());
    }
    if (tool.schema() != null) {
      json.set("parametersJsonSchema", tool.schema());
    }
    return json;
  }

  private void choice() {
    ToolChoice choice = asked.choice();
    if (choice.mode() == Mode.UNSAID) {
      return;
    }
    ObjectNode calling = json.putObject("toolConfig").putObject("functionCallingConfig");
    calling.put(
        "mode",
        switch (choice.mode()) {
          case UNSAID, AUTO -> choice.names().isEmpty() ? "AUTO" : "VALIDATED";
          case NONE -> "NONE";
          case REQUIRED -> "ANY";
        });
    if (!choice.names().isEmpty()) {
      ArrayNode names = calling.putArray("allowedFunctionNames");
      choice.names().forEach(names::add);
    }
  }

  private ObjectNode config() {
    ObjectNode config = Json.object();
    Sampling sampling = asked.sampling();
    put(config, "temperature", sampling.temperature());
    put(config, "topP", sampling.topP());
    if (sampling.topK() != null) {
      config.put("topK", sampling.topK());
    }
    put(config, "seed", sampling.seed());
    if (model.takesPenalties()) {
      put(config, "presencePenalty", sampling.presencePenalty());
      put(config, "frequencyPenalty", sampling.frequencyPenalty());
    }
    if (sampling.mostOutput() != null) {
      config.put("maxOutputTokens", sampling.mostOutput());
    }
    if (!sampling.stops().isEmpty()) {
      ArrayNode stops = config.putArray("stopSequences");
      sampling.stops().forEach(stops::add);
    }
    format(config);
    GeminiThinking.write(config, asked.reasoning(), model);
    return config;
  }

  private void format(ObjectNode config) {
    switch (asked.format()) {
      case OutputFormat.Text _ -> {}
      case OutputFormat.AnyJson _ -> {
        if (takesFormat()) {
          config.put("responseMimeType", "application/json");
        }
      }
      case OutputFormat.Schema schema -> {
        requireThatItTakesSchemas();
        config.put("responseMimeType", "application/json");
        config.set("responseJsonSchema", schema.schema());
      }
    }
  }

  private void requireThatItTakesSchemas() {
    if (!takesFormat()) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "The request has tools and a schema for its output, of which this model takes one at a"
              + " time: leave one out, or ask a Gemini of 3 or later.");
    }
  }

  private static void put(ObjectNode config, String name, @Nullable BigDecimal number) {
    if (number != null) {
      config.put(name, number);
    }
  }
}
