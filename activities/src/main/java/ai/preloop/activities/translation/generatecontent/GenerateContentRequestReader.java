package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.conversation.OutputFormat;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Reasoning;
import ai.preloop.activities.translation.conversation.Reasoning.Effort;
import ai.preloop.activities.translation.conversation.Sampling;
import ai.preloop.activities.translation.conversation.Tool;
import ai.preloop.activities.translation.conversation.ToolChoice;
import ai.preloop.activities.translation.conversation.ToolChoice.Mode;
import ai.preloop.activities.translation.wire.Fields;
import ai.preloop.policies.problems.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a request of Gemini's generateContent. */
final class GenerateContentRequestReader {

  private final Fields body;
  private final Fields config;

  GenerateContentRequestReader(Fields body) {
    this.body = Fields.of(CamelNames.of(body.node()), ProblemType.INVALID_REQUEST);
    this.config = this.body.within("generationConfig");
  }

  Conversation read() {
    refuse();
    GenerateContentTurns turns = new GenerateContentTurns();
    List<Part> system = new ArrayList<>();
    for (Fields part : body.within("systemInstruction").oneOrMore("parts")) {
      system.add(Part.Text.of(part.requiredText("text")));
    }
    body.oneOrMore("contents").forEach(turns::add);
    return new Conversation(
        system, turns.all(), tools(), choice(), sampling(), reasoning(), format());
  }

  private void refuse() {
    if (body.has("cachedContent")) {
      throw body.problem(
          "cachedContent", "is kept at Google: send the whole conversation to this provider");
    }
    Integer answers = config.integer("candidateCount");
    if (answers != null && answers > 1) {
      throw config.problem("candidateCount", "must be 1: this provider gives one answer");
    }
    if (config.isTrue("responseLogprobs")) {
      throw config.problem("responseLogprobs", "is not given by this provider");
    }
    for (String modality : config.oneOrMoreTexts("responseModalities")) {
      if (!modality.equalsIgnoreCase("text")) {
        throw config.problem("responseModalities", "must be TEXT for this provider");
      }
    }
  }

  private List<Tool> tools() {
    List<Tool> tools = new ArrayList<>();
    for (Fields entry : body.oneOrMore("tools")) {
      for (String name : entry.node().propertyNames()) {
        if (!name.equals("functionDeclarations")) {
          throw entry.problem(name, "is of Google alone: this model is at another provider");
        }
      }
      entry.oneOrMore("functionDeclarations").forEach(tool -> tools.add(tool(tool)));
    }
    return tools;
  }

  private static Tool tool(Fields tool) {
    JsonNode schema = tool.get("parametersJsonSchema");
    JsonNode own = tool.get("parameters");
    return new Tool(
        tool.requiredText("name"),
        tool.text("description"),
        schema == null && own != null ? OpenApiSchema.toJsonSchema(own) : schema,
        null,
        null);
  }

  private ToolChoice choice() {
    Fields calling = body.within("toolConfig").within("functionCallingConfig");
    List<String> names = calling.oneOrMoreTexts("allowedFunctionNames");
    return switch (calling.text("mode", "").toUpperCase(Locale.ROOT)) {
      case "", "MODE_UNSPECIFIED" -> ToolChoice.of(Mode.UNSAID);
      case "AUTO" -> ToolChoice.of(Mode.AUTO);
      case "NONE" -> ToolChoice.of(Mode.NONE);
      case "ANY" -> new ToolChoice(Mode.REQUIRED, names, null);
      case "VALIDATED" -> new ToolChoice(Mode.AUTO, names, null);
      default -> throw calling.problem("mode", "must be AUTO, ANY, NONE or VALIDATED");
    };
  }

  private Sampling sampling() {
    return new Sampling(
        config.number("temperature"),
        config.number("topP"),
        config.integer("topK"),
        config.number("seed"),
        config.number("presencePenalty"),
        config.number("frequencyPenalty"),
        config.integer("maxOutputTokens"),
        config.oneOrMoreTexts("stopSequences"));
  }

  private @Nullable Reasoning reasoning() {
    Fields thinking = config.object("thinkingConfig");
    if (thinking == null) {
      return null;
    }
    Effort effort =
        switch (thinking.text("thinkingLevel", "").toLowerCase(Locale.ROOT)) {
          case "minimal" -> Effort.MINIMAL;
          case "low" -> Effort.LOW;
          case "medium" -> Effort.MEDIUM;
          case "high" -> Effort.HIGH;
          default -> null;
        };
    return new Reasoning(
        effort, thinking.integer("thinkingBudget"), thinking.isTrue("includeThoughts"));
  }

  private OutputFormat format() {
    if (!config.text("responseMimeType", "text/plain").equals("application/json")) {
      return new OutputFormat.Text();
    }
    JsonNode schema = config.get("responseJsonSchema");
    if (schema != null) {
      return new OutputFormat.Schema("answer", schema, true);
    }
    JsonNode own = config.get("responseSchema");
    return own == null
        ? new OutputFormat.AnyJson()
        : new OutputFormat.Schema("answer", OpenApiSchema.toJsonSchema(own), true);
  }
}
