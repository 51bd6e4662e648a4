package ai.preloop.activities.translation.messages;

import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.conversation.OutputFormat;
import ai.preloop.activities.translation.conversation.Sampling;
import ai.preloop.activities.translation.conversation.Tool;
import ai.preloop.activities.translation.conversation.ToolChoice;
import ai.preloop.activities.translation.conversation.ToolChoice.Mode;
import ai.preloop.activities.translation.conversation.Turn;
import ai.preloop.activities.translation.conversation.Turn.Role;
import ai.preloop.activities.translation.conversation.Upstream;
import ai.preloop.activities.translation.wire.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a request of Anthropic messages. */
final class MessagesRequestWriter {

  private static final String ONLY_JSON = "Answer with one JSON object and nothing else.";

  private final Conversation asked;
  private final Upstream upstream;
  private final ObjectNode json = Json.object();

  MessagesRequestWriter(Conversation asked, Upstream upstream) {
    this.asked = asked;
    this.upstream = upstream;
  }

  ObjectNode write() {
    json.put("model", upstream.model());
    json.put("max_tokens", mostOutput());
    system();
    tools();
    turns();
    MessagesCaching.markIfUnmarked(asked, json);
    choice();
    boolean thinks = new MessagesThinking(asked, upstream).write(json, mostOutput());
    sampling(thinks);
    format();
    if (upstream.streamed()) {
      json.put("stream", true);
    }
    return json;
  }

  private int mostOutput() {
    Integer most = asked.sampling().mostOutput();
    return most == null ? upstream.mostOutput() : most;
  }

  private void system() {
    ArrayNode blocks = Json.array();
    asked.system().forEach(part -> MessagesParts.block(part).ifPresent(blocks::add));
    if (asked.format() instanceof OutputFormat.AnyJson) {
      blocks.add(Json.object().put("type", "text").put("text", ONLY_JSON));
    }
    if (!blocks.isEmpty()) {
      json.set("system", blocks);
    }
  }

  private void tools() {
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
    if (Boolean.TRUE.equals(tool.strict()) && StrictSchema.isTaken(schema)) {
      json.put("strict", true);
    }
    MessagesParts.mark(json, tool.cache());
    return json;
  }

  private void turns() {
    ArrayNode messages = json.putArray("messages");
    for (Turn turn : asked.turns()) {
      ArrayNode content = Json.array();
      turn.parts().forEach(part -> MessagesParts.block(part).ifPresent(content::add));
      if (!content.isEmpty()) {
        ObjectNode message = messages.addObject();
        message.put("role", turn.role() == Role.USER ? "user" : "assistant");
        message.set("content", content);
      }
    }
    if (messages.isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "The request needs a message of the user: this provider does not answer to"
              + " instructions alone.");
    }
  }

  private void choice() {
    ToolChoice choice = asked.choice();
    boolean serial = Boolean.FALSE.equals(choice.parallel());
    if (asked.tools().isEmpty() || (choice.mode() == Mode.UNSAID && !serial)) {
      return;
    }
    ObjectNode json = this.json.putObject("tool_choice").put("type", type(choice));
    if (choice.isForced() && choice.names().size() == 1) {
      json.put("name", choice.names().getFirst());
    }
    if (serial && choice.mode() != Mode.NONE) {
      json.put("disable_parallel_tool_use", true);
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

  /** Temperatures end at 1 here, may not change while it thinks, and exclude top_p. */
  private void sampling(boolean thinks) {
    Sampling sampling = asked.sampling();
    BigDecimal temperature = sampling.temperature();
    if (temperature != null && !thinks) {
      json.put("temperature", temperature.min(BigDecimal.ONE));
    } else if (sampling.topP() != null && !thinks) {
      json.put("top_p", sampling.topP());
    }
    if (sampling.topK() != null && !thinks) {
      json.put("top_k", sampling.topK());
    }
    if (!sampling.stops().isEmpty()) {
      ArrayNode stops = json.putArray("stop_sequences");
      sampling.stops().forEach(stops::add);
    }
  }

  private void format() {
    if (asked.format() instanceof OutputFormat.Schema schema) {
      json.withObjectProperty("output_config")
          .putObject("format")
          .put("type", "json_schema")
          .set("schema", schema.schema());
    }
  }
}
