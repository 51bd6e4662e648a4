package ai.preloop.activities.translation.messages;

import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.conversation.OutputFormat;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Sampling;
import ai.preloop.activities.translation.conversation.Turn;
import ai.preloop.activities.translation.conversation.Turn.Role;
import ai.preloop.activities.translation.conversation.Upstream;
import ai.preloop.activities.translation.wire.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a request of Anthropic messages. */
final class MessagesRequestWriter {

  private static final String ONLY_JSON = "Answer with one JSON object and nothing else.";

  private final Conversation asked;
  private final Upstream upstream;
  private final ClaudeModel model;
  private final MessagesTools tools;
  private final ObjectNode json = Json.object();

  MessagesRequestWriter(Conversation asked, Upstream upstream) {
    this.asked = asked;
    this.upstream = upstream;
    this.model = ClaudeModel.of(upstream.model());
    this.tools = new MessagesTools(asked, model);
  }

  ObjectNode write() {
    json.put("model", upstream.model());
    json.put("max_tokens", mostOutput());
    system();
    tools.declare(json);
    turns();
    MessagesCaching.markIfUnmarked(asked, json);
    tools.choose(json);
    boolean thinks = new MessagesThinking(asked, model).write(json, mostOutput());
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

  private void turns() {
    ArrayNode messages = json.putArray("messages");
    for (Turn turn : asked.turns()) {
      ArrayNode content = Json.array();
      turn.parts().stream()
          .filter(this::isTaken)
          .forEach(part -> MessagesParts.block(part).ifPresent(content::add));
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
    requireAnEndThatIsTaken(messages);
  }

  private boolean isTaken(Part part) {
    return !(part instanceof Part.Thought thought)
        || thought.seal() == null
        || model.takesBack(thought.seal().model());
  }

  private void requireAnEndThatIsTaken(ArrayNode messages) {
    boolean begun = messages.get(messages.size() - 1).path("role").asString("").equals("assistant");
    if (begun && !model.goesOnWithAssistant()) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "The conversation ends with the assistant's own words, which this model does not go on"
              + " with: end it with the user's.");
    }
  }

  /** Temperatures end at 1 here, may not change while it thinks, and exclude top_p. */
  private void sampling(boolean thinks) {
    Sampling sampling = asked.sampling();
    if (model.takesSampling() && !thinks) {
      choices(sampling);
    }
    List<String> stops = sampling.stops().stream().filter(stop -> !stop.isEmpty()).toList();
    if (stops.stream().anyMatch(String::isBlank)) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "A stop sequence is whitespace alone, which this provider does not take.");
    }
    if (!stops.isEmpty()) {
      stops.forEach(json.putArray("stop_sequences")::add);
    }
  }

  private void choices(Sampling sampling) {
    BigDecimal temperature = sampling.temperature();
    if (temperature != null) {
      json.put("temperature", temperature.min(BigDecimal.ONE));
    } else if (sampling.topP() != null) {
      json.put("top_p", sampling.topP());
    }
    if (sampling.topK() != null) {
      json.put("top_k", sampling.topK());
    }
  }

  private void format() {
    if (asked.format() instanceof OutputFormat.Schema schema) {
      json.withObjectProperty("output_config")
          .putObject("format")
          .put("type", "json_schema")
          .set("schema", ClosedSchema.of(schema.schema()));
    }
  }
}
