package ai.preloop.activities.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The streams that clients get have the order and the members that the providers document, whatever
 * the golden cases expect: OpenAI's published description of its interface, Anthropic's page
 * "Streaming messages", Google's reference of GenerateContentResponse.
 */
class StreamShapeTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What the description of OpenAI's interface requires, besides type and sequence_number. */
  private static final Map<String, String> OF_RESPONSES =
      Map.ofEntries(
          Map.entry("response.created", "response"),
          Map.entry("response.in_progress", "response"),
          Map.entry("response.output_item.added", "output_index item"),
          Map.entry("response.output_item.done", "output_index item"),
          Map.entry("response.content_part.added", "item_id output_index content_index part"),
          Map.entry("response.content_part.done", "item_id output_index content_index part"),
          Map.entry(
              "response.output_text.delta", "item_id output_index content_index delta logprobs"),
          Map.entry(
              "response.output_text.done", "item_id output_index content_index text logprobs"),
          Map.entry(
              "response.reasoning_summary_part.added", "item_id output_index summary_index part"),
          Map.entry(
              "response.reasoning_summary_part.done", "item_id output_index summary_index part"),
          Map.entry(
              "response.reasoning_summary_text.delta", "item_id output_index summary_index delta"),
          Map.entry(
              "response.reasoning_summary_text.done", "item_id output_index summary_index text"),
          Map.entry("response.function_call_arguments.delta", "item_id output_index delta"),
          Map.entry("response.function_call_arguments.done", "item_id output_index name arguments"),
          Map.entry("response.completed", "response"),
          Map.entry("response.incomplete", "response"));

  private static final String RESPONSE =
      "id object created_at error incomplete_details instructions model tools output"
          + " parallel_tool_calls metadata tool_choice temperature top_p";

  private record Event(String name, JsonNode data) {}

  @TestFactory
  Stream<DynamicTest> streamsAreAsTheirProvidersDocumentThem() {
    return GoldenCase.all()
        .filter(golden -> golden.has("stream.txt"))
        .map(golden ->
            DynamicTest.dynamicTest(
                golden.name(), () -> check(golden, GoldenCasesTests.streamed(golden, 7))));
  }

  private static void check(GoldenCase golden, String stream) {
    switch (golden.client()) {
      case CHAT_COMPLETIONS -> chat(stream);
      case RESPONSES -> responses(events(stream));
      case MESSAGES -> messages(events(stream));
      case GENERATE_CONTENT -> gemini(events(stream));
    }
  }

  private static void chat(String stream) {
    assertThat(stream).endsWith("data: [DONE]\n\n").doesNotContain("event:");
    List<JsonNode> chunks =
        events(stream.substring(0, stream.length() - 14)).stream().map(Event::data).toList();
    for (JsonNode chunk : chunks) {
      requires(chunk, "id object created model choices");
      assertThat(chunk.path("id")).isEqualTo(chunks.getFirst().path("id"));
      assertThat(chunk.path("object").asString("")).isEqualTo("chat.completion.chunk");
    }
    assertThat(chunks.getFirst().at("/choices/0/delta/role").asString("")).isEqualTo("assistant");
    List<JsonNode> choices = chunks.stream().map(chunk -> chunk.at("/choices/0")).toList();
    assertThat(choices.getLast().isMissingNode()).isTrue();
    assertThat(chunks.getLast().has("usage")).isTrue();
    choices.subList(0, choices.size() - 1).forEach(c -> requires(c, "index delta finish_reason"));
    assertThat(choices.stream().filter(c -> c.path("finish_reason").isString()))
        .containsExactly(choices.get(choices.size() - 2));
    chatCalls(choices);
  }

  /** The first piece of a call has its id and name, and calls come one after the other. */
  private static void chatCalls(List<JsonNode> choices) {
    int open = -1;
    for (JsonNode choice : choices) {
      for (JsonNode piece : choice.at("/delta/tool_calls")) {
        int index = piece.path("index").asInt(-1);
        assertThat(index).isBetween(Math.max(open, 0), open + 1);
        if (index > open) {
          requires(piece, "id type function");
          requires(piece.path("function"), "name arguments");
        }
        open = index;
      }
    }
    assertThat(open).isGreaterThanOrEqualTo(1);
  }

  private static void responses(List<Event> events) {
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      assertThat(event.data().path("type").asString("")).isEqualTo(event.name());
      assertThat(event.data().path("sequence_number").asInt(-1)).isEqualTo(i);
      assertThat(OF_RESPONSES).containsKey(event.name());
      requires(event.data(), OF_RESPONSES.getOrDefault(event.name(), ""));
    }
    assertThat(events.get(0).name()).isEqualTo("response.created");
    assertThat(events.get(1).name()).isEqualTo("response.in_progress");
    for (Event event : List.of(events.get(0), events.get(1), events.getLast())) {
      requires(event.data().path("response"), RESPONSE);
    }
    JsonNode last = events.getLast().data().path("response");
    assertThat(events.getLast().name()).isEqualTo("response." + last.path("status").asString(""));
    requires(
        last.path("usage"),
        "input_tokens input_tokens_details output_tokens output_tokens_details total_tokens");
    assertThat(items(events)).isEqualTo(last.path("output").valueStream().toList());
  }

  /** Each item from its beginning to its end, and what is between of it alone. */
  private static List<JsonNode> items(List<Event> events) {
    List<JsonNode> done = new ArrayList<>();
    @Nullable String open = null;
    Map<String, StringBuilder> said = new HashMap<>();
    for (Event event : events.subList(2, events.size() - 1)) {
      assertThat(event.data().path("output_index").asInt(-1)).isEqualTo(done.size());
      String id = event.data().at("/item/id").asString("");
      switch (event.name()) {
        case "response.output_item.added" -> {
          assertThat(open).isNull();
          open = id;
        }
        case "response.output_item.done" -> {
          assertThat(open).isEqualTo(id);
          open = null;
          done.add(event.data().path("item"));
          assertThat(said(event.data().path("item")))
              .isEqualTo(said.getOrDefault(id, new StringBuilder()).toString());
        }
        default -> {
          assertThat(event.data().path("item_id").asString("")).isEqualTo(open);
          said.computeIfAbsent(String.valueOf(open), key -> new StringBuilder())
              .append(event.data().path("delta").asString(""));
        }
      }
    }
    return done;
  }

  private static String said(JsonNode item) {
    return item.at("/content/0/text").asString("")
        + item.at("/summary/0/text").asString("")
        + item.path("arguments").asString("");
  }

  private static void messages(List<Event> events) {
    events.forEach(
        event -> assertThat(event.data().path("type").asString("")).isEqualTo(event.name()));
    requires(
        events.getFirst().data().path("message"),
        "id type role content model stop_reason stop_sequence usage");
    int index = 0;
    String kind = "";
    for (Event event : events.subList(1, events.size() - 2)) {
      assertThat(event.data().path("index").asInt(-1)).isEqualTo(index);
      switch (event.name()) {
        case "content_block_start" -> {
          assertThat(kind).isEmpty();
          kind = event.data().at("/content_block/type").asString("");
          requires(event.data().path("content_block"), membersOf(kind));
        }
        case "content_block_delta" ->
            assertThat(deltasOf(kind)).contains(event.data().at("/delta/type").asString(""));
        case "content_block_stop" -> {
          assertThat(kind).isNotEmpty();
          kind = "";
          index++;
        }
        default -> throw new AssertionError("There is no " + event.name() + " between blocks.");
      }
    }
    assertThat(kind).isEmpty();
    JsonNode delta = events.get(events.size() - 2).data();
    assertThat(delta.path("type").asString("")).isEqualTo("message_delta");
    requires(delta.path("delta"), "stop_reason stop_sequence");
    requires(delta.path("usage"), "output_tokens");
    assertThat(events.getLast().name()).isEqualTo("message_stop");
  }

  private static String membersOf(String kind) {
    return switch (kind) {
      case "text" -> "text";
      case "thinking" -> "thinking signature";
      case "tool_use" -> "id name input";
      default -> throw new AssertionError("There is no block " + kind + ".");
    };
  }

  private static List<String> deltasOf(String kind) {
    return switch (kind) {
      case "text" -> List.of("text_delta");
      case "thinking" -> List.of("thinking_delta", "signature_delta");
      case "tool_use" -> List.of("input_json_delta");
      default -> List.of();
    };
  }

  private static void gemini(List<Event> events) {
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      assertThat(event.name()).isEmpty();
      requires(event.data(), "candidates modelVersion responseId");
      JsonNode candidate = event.data().at("/candidates/0");
      requires(candidate, "content index");
      assertThat(candidate.at("/content/role").asString("")).isEqualTo("model");
      assertThat(candidate.at("/content/parts").isEmpty()).isFalse();
      assertThat(candidate.has("finishReason")).isEqualTo(i == events.size() - 1);
    }
    requires(
        events.getLast().data().path("usageMetadata"),
        "promptTokenCount candidatesTokenCount totalTokenCount");
  }

  private static void requires(JsonNode object, String names) {
    for (String name : names.split(" ", -1)) {
      assertThat(object.has(name)).as("%s in %s", name, object).isTrue();
    }
  }

  private static List<Event> events(String stream) {
    return Arrays.stream(stream.split("\n\n", -1))
        .filter(frame -> !frame.isEmpty())
        .map(frame -> {
          int data = frame.indexOf("data: ");
          String head = frame.substring(0, data).strip();
          return new Event(
              head.isEmpty() ? "" : head.substring("event: ".length()),
              JSON.readTree(frame.substring(data + "data: ".length())));
        })
        .toList();
  }
}
