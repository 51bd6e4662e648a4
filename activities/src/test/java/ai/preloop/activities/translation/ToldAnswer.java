package ai.preloop.activities.translation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer as a client understands it, whether it came whole or in pieces. */
final class ToldAnswer {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Format client;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thought = new StringBuilder();
  private final Map<String, StringBuilder> calls = new LinkedHashMap<>();
  private String stop = "";
  private long input;
  private long output;

  private ToldAnswer(Format client) {
    this.client = client;
  }

  static ToldAnswer whole(Format client, String answer) {
    ToldAnswer told = new ToldAnswer(client);
    JsonNode json = JSON.readTree(answer);
    switch (client) {
      case CHAT_COMPLETIONS -> told.chat(json.at("/choices/0/message"), json);
      case RESPONSES -> told.response(json);
      case MESSAGES -> told.message(json);
      case GENERATE_CONTENT -> told.gemini(json);
    }
    return told;
  }

  static ToldAnswer streamed(Format client, String stream) {
    ToldAnswer told = new ToldAnswer(client);
    for (JsonNode event : events(stream)) {
      switch (client) {
        case CHAT_COMPLETIONS -> told.chat(event.at("/choices/0/delta"), event);
        case RESPONSES -> {
          if (event.path("type").asString("").equals("response.completed")) {
            told.response(event.path("response"));
          }
        }
        case MESSAGES -> told.event(event);
        case GENERATE_CONTENT -> told.gemini(event);
      }
    }
    return told;
  }

  private static List<JsonNode> events(String stream) {
    return Arrays.stream(stream.split("\n"))
        .filter(line -> line.startsWith("data: {"))
        .map(line -> JSON.readTree(line.substring("data: ".length())))
        .toList();
  }

  private void chat(JsonNode message, JsonNode around) {
    text.append(message.path("content").asString(""));
    thought.append(message.path("reasoning_content").asString(""));
    for (JsonNode call : message.path("tool_calls")) {
      call(
          call.path("index").asString("0"),
          call.at("/function/name").asString(""),
          call.at("/function/arguments").asString(""));
    }
    stop = word(around.at("/choices/0/finish_reason"));
    if (around.path("usage").isObject()) {
      input = around.at("/usage/prompt_tokens").asLong();
      output = around.at("/usage/completion_tokens").asLong();
    }
  }

  private void response(JsonNode response) {
    for (JsonNode item : response.path("output")) {
      text.append(item.at("/content/0/text").asString(""));
      thought.append(item.at("/summary/0/text").asString(""));
      if (item.path("type").asString("").equals("function_call")) {
        call("0", item.path("name").asString(""), item.path("arguments").asString(""));
      }
    }
    stop = response.path("status").asString("");
    input = response.at("/usage/input_tokens").asLong();
    output = response.at("/usage/output_tokens").asLong();
  }

  private void message(JsonNode message) {
    for (JsonNode block : message.path("content")) {
      text.append(block.path("text").asString(""));
      thought.append(block.path("thinking").asString(""));
      if (block.path("type").asString("").equals("tool_use")) {
        call("0", block.path("name").asString(""), block.path("input").toString());
      }
    }
    stop = word(message.path("stop_reason"));
    count(message.path("usage"));
  }

  private void event(JsonNode event) {
    text.append(event.at("/delta/text").asString(""));
    thought.append(event.at("/delta/thinking").asString(""));
    if (event.at("/content_block/type").asString("").equals("tool_use")) {
      call("0", event.at("/content_block/name").asString(""), "");
    }
    call("0", "", event.at("/delta/partial_json").asString(""));
    if (event.path("type").asString("").equals("message_delta")) {
      stop = word(event.at("/delta/stop_reason"));
      count(event.path("usage"));
    }
  }

  /** Anthropic counts what the cache is concerned with beside the input. */
  private void count(JsonNode usage) {
    input =
        usage.path("input_tokens").asLong()
            + usage.path("cache_read_input_tokens").asLong()
            + usage.path("cache_creation_input_tokens").asLong();
    output = usage.path("output_tokens").asLong();
  }

  /** Gemini counts thoughts beside the candidates. */
  private void gemini(JsonNode chunk) {
    for (JsonNode part : chunk.at("/candidates/0/content/parts")) {
      boolean thinks = part.path("thought").asBoolean(false);
      (thinks ? thought : text).append(part.path("text").asString(""));
      if (part.has("functionCall")) {
        call(
            "0",
            part.at("/functionCall/name").asString(""),
            part.at("/functionCall/args").toString());
      }
    }
    stop = word(chunk.at("/candidates/0/finishReason"));
    JsonNode usage = chunk.path("usageMetadata");
    if (usage.isObject()) {
      input = usage.path("promptTokenCount").asLong();
      output =
          usage.path("candidatesTokenCount").asLong() + usage.path("thoughtsTokenCount").asLong();
    }
  }

  private void call(String key, String name, String arguments) {
    if (!name.isEmpty()) {
      calls.put(key, new StringBuilder(name + " "));
    }
    if (calls.containsKey(key)) {
      calls.get(key).append(arguments);
    }
  }

  private String word(JsonNode reason) {
    return reason.isString() ? reason.asString() : stop;
  }

  String text() {
    return text.toString();
  }

  String thought() {
    return thought.toString();
  }

  /** Its name and its arguments without their layout, as in {@code tide {"harbour":"Brest"}}. */
  String call() {
    return calls.values().stream()
        .map(call -> {
          int space = call.indexOf(" ");
          return call.substring(0, space + 1) + JSON.readTree(call.substring(space + 1));
        })
        .findFirst()
        .orElse("");
  }

  /** Whether it ended with calls of tools, in the client's own word; responses have none. */
  String stop() {
    boolean called = !calls.isEmpty();
    return switch (client) {
      case CHAT_COMPLETIONS ->
          stop.equals("tool_calls") ? "calls" : stop.equals("stop") ? "end" : stop;
      case MESSAGES -> stop.equals("tool_use") ? "calls" : stop.equals("end_turn") ? "end" : stop;
      case RESPONSES -> stop.equals("completed") ? (called ? "calls" : "end") : stop;
      case GENERATE_CONTENT -> stop.equals("STOP") ? (called ? "calls" : "end") : stop;
    };
  }

  long input() {
    return input;
  }

  long output() {
    return output;
  }
}
