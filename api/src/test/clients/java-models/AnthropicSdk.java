import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.models.ModelInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** That of Anthropic. */
final class AnthropicSdk implements Sdk {

  private final AnthropicClient client;
  private Message turn;

  AnthropicSdk(String base, String key) {
    this.client =
        AnthropicOkHttpClient.builder()
            .baseUrl(base + "/anthropic")
            .apiKey(key)
            .maxRetries(0)
            .build();
  }

  @Override
  public Map<String, Object> call(String what, String model) {
    return switch (what) {
      case "models" ->
          Map.of("ids", client.models().list().autoPager().stream().map(ModelInfo::id).toList());
      case "model" -> Map.of("id", client.models().retrieve(model).id());
      case "messages" -> told(client.messages().create(asked(model, HELLO).build()));
      case "messages_stream" -> told(streamed(asked(model, HELLO).build()));
      case "messages_tools" -> called(client.messages().create(withTool(model).build()));
      case "messages_tools_stream" -> called(streamed(withTool(model).build()));
      case "messages_result" -> told(client.messages().create(withResult(model)));
      case "count_tokens" -> count(model);
      default -> throw Sdk.unknown(what);
    };
  }

  private static MessageCreateParams.Builder asked(String model, String text) {
    return MessageCreateParams.builder().model(model).maxTokens(64).addUserMessage(text);
  }

  private static MessageCreateParams.Builder withTool(String model) {
    var properties = Tool.InputSchema.Properties.builder();
    CITY.forEach((name, value) -> properties.putAdditionalProperty(name, JsonValue.from(value)));
    var schema = Tool.InputSchema.builder().properties(properties.build()).addRequired("city");
    return asked(model, QUESTION)
        .addTool(
            Tool.builder()
                .name("weather")
                .description("The weather")
                .inputSchema(schema.build())
                .build());
  }

  private MessageCreateParams withResult(String model) {
    var result = ToolResultBlockParam.builder().toolUseId(used().id()).content(OUTCOME).build();
    return withTool(model)
        .addMessage(turn)
        .addUserMessageOfContentBlockParams(List.of(ContentBlockParam.ofToolResult(result)))
        .build();
  }

  private static Map<String, Object> told(Message done) {
    String text =
        done.content().stream()
            .flatMap(block -> block.text().stream())
            .map(block -> block.text())
            .collect(Collectors.joining());
    return Map.of(
        "text", text,
        "stop", done.stopReason().orElseThrow().asString(),
        "tokens", done.usage().outputTokens());
  }

  private Message streamed(MessageCreateParams request) {
    MessageAccumulator accumulator = MessageAccumulator.create();
    try (var stream = client.messages().createStreaming(request)) {
      stream.stream().forEach(accumulator::accumulate);
    }
    return accumulator.message();
  }

  private Map<String, Object> called(Message done) {
    turn = done;
    return Map.of("tool", used().name(), "arguments", used()._input().convert(JsonNode.class));
  }

  private ToolUseBlock used() {
    return turn.content().stream()
        .flatMap(block -> block.toolUse().stream())
        .findFirst()
        .orElseThrow();
  }

  private Map<String, Object> count(String model) {
    var request = MessageCountTokensParams.builder().model(model).addUserMessage(HELLO).build();
    return Map.of("tokens", client.messages().countTokens(request).inputTokens());
  }
}
