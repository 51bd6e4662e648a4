import com.fasterxml.jackson.databind.json.JsonMapper;
import com.openai.core.JsonValue;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.services.blocking.chat.ChatCompletionService;
import java.util.List;
import java.util.Map;

/** OpenAI's chat completions. */
final class OpenAiChat {

  private static final JsonMapper JSON = new JsonMapper();

  private final ChatCompletionService completions;
  private ChatCompletionMessage turn;

  OpenAiChat(ChatCompletionService completions) {
    this.completions = completions;
  }

  Map<String, Object> hello(String model) {
    ChatCompletion done = completions.create(asked(model, Sdk.HELLO).build());
    return Map.of("text", text(done), "tokens", done.usage().orElseThrow().totalTokens());
  }

  Map<String, Object> helloStreamed(String model) {
    return streamed(asked(model, Sdk.HELLO).build());
  }

  Map<String, Object> helloStreamedWithUsage(String model) {
    var usage = ChatCompletionStreamOptions.builder().includeUsage(true).build();
    return streamed(asked(model, Sdk.HELLO).streamOptions(usage).build());
  }

  Map<String, Object> tools(String model) throws Exception {
    return called(completions.create(withTool(model).build()));
  }

  Map<String, Object> toolsStreamed(String model) throws Exception {
    return called(accumulated(chunks(withTool(model).build())));
  }

  Map<String, Object> result(String model) {
    var result =
        ChatCompletionToolMessageParam.builder()
            .toolCallId(turn.toolCalls().orElseThrow().getFirst().asFunction().id())
            .content(Sdk.OUTCOME)
            .build();
    var request = withTool(model).addMessage(turn).addMessage(result).build();
    return Map.of("text", text(completions.create(request)));
  }

  private static ChatCompletionCreateParams.Builder asked(String model, String text) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(text);
  }

  private static ChatCompletionCreateParams.Builder withTool(String model) {
    var schema = FunctionParameters.builder();
    Sdk.SCHEMA.forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
    return asked(model, Sdk.QUESTION)
        .addFunctionTool(
            FunctionDefinition.builder()
                .name("weather")
                .description("The weather")
                .parameters(schema.build())
                .build());
  }

  private static String text(ChatCompletion done) {
    return done.choices().getFirst().message().content().orElseThrow();
  }

  private List<ChatCompletionChunk> chunks(ChatCompletionCreateParams request) {
    try (var stream = completions.createStreaming(request)) {
      return stream.stream().toList();
    }
  }

  private Map<String, Object> streamed(ChatCompletionCreateParams request) {
    List<ChatCompletionChunk> chunks = chunks(request);
    ChatCompletion done = accumulated(chunks);
    return Map.of(
        "text", text(done),
        "stop", done.choices().getFirst().finishReason().asString(),
        "usages", chunks.stream().filter(chunk -> chunk.usage().isPresent()).count());
  }

  private static ChatCompletion accumulated(List<ChatCompletionChunk> chunks) {
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    chunks.forEach(accumulator::accumulate);
    return accumulator.chatCompletion();
  }

  private Map<String, Object> called(ChatCompletion done) throws Exception {
    turn = done.choices().getFirst().message();
    var call = turn.toolCalls().orElseThrow().getFirst().asFunction().function();
    return Map.of("tool", call.name(), "arguments", JSON.readTree(call.arguments()));
  }
}
