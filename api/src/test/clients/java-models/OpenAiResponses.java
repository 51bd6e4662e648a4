import com.fasterxml.jackson.databind.json.JsonMapper;
import com.openai.core.JsonValue;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.services.blocking.ResponseService;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** OpenAI's responses. */
final class OpenAiResponses {

  private static final JsonMapper JSON = new JsonMapper();

  private final ResponseService responses;
  private ResponseFunctionToolCall turn;

  OpenAiResponses(ResponseService responses) {
    this.responses = responses;
  }

  Map<String, Object> hello(String model) {
    Response done = responses.create(greeting(model));
    return Map.of("text", text(done), "tokens", done.usage().orElseThrow().totalTokens());
  }

  Map<String, Object> helloStreamed(String model) {
    List<ResponseStreamEvent> events = events(greeting(model));
    return Map.of(
        "text",
        events.stream()
            .flatMap(event -> event.outputTextDelta().stream())
            .map(delta -> delta.delta())
            .collect(Collectors.joining()),
        "stop",
        "response." + accumulated(events).status().orElseThrow().asString());
  }

  Map<String, Object> tools(String model) throws Exception {
    return called(responses.create(asked(model, List.of(question()))));
  }

  Map<String, Object> toolsStreamed(String model) throws Exception {
    return called(accumulated(events(asked(model, List.of(question())))));
  }

  Map<String, Object> result(String model) {
    var result =
        ResponseInputItem.FunctionCallOutput.builder().callId(turn.callId()).output(Sdk.OUTCOME);
    List<ResponseInputItem> input =
        List.of(
            question(),
            ResponseInputItem.ofFunctionCall(turn),
            ResponseInputItem.ofFunctionCallOutput(result.build()));
    return Map.of("text", text(responses.create(asked(model, input))));
  }

  private static ResponseCreateParams greeting(String model) {
    return ResponseCreateParams.builder().model(model).input(Sdk.HELLO).build();
  }

  private static ResponseInputItem question() {
    return ResponseInputItem.ofEasyInputMessage(
        EasyInputMessage.builder().role(EasyInputMessage.Role.USER).content(Sdk.QUESTION).build());
  }

  private static ResponseCreateParams asked(String model, List<ResponseInputItem> input) {
    var schema = FunctionTool.Parameters.builder();
    Sdk.SCHEMA.forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
    return ResponseCreateParams.builder()
        .model(model)
        .inputOfResponse(input)
        .addTool(
            FunctionTool.builder()
                .name("weather")
                .description("The weather")
                .parameters(schema.build())
                .strict(false)
                .build())
        .build();
  }

  private static String text(Response done) {
    return done.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .map(content -> content.asOutputText().text())
        .collect(Collectors.joining());
  }

  private List<ResponseStreamEvent> events(ResponseCreateParams request) {
    try (var stream = responses.createStreaming(request)) {
      return stream.stream().toList();
    }
  }

  private static Response accumulated(List<ResponseStreamEvent> events) {
    ResponseAccumulator accumulator = ResponseAccumulator.create();
    events.forEach(accumulator::accumulate);
    return accumulator.response();
  }

  private Map<String, Object> called(Response done) throws Exception {
    turn =
        done.output().stream()
            .flatMap(item -> item.functionCall().stream())
            .findFirst()
            .orElseThrow();
    return Map.of("tool", turn.name(), "arguments", JSON.readTree(turn.arguments()));
  }
}
