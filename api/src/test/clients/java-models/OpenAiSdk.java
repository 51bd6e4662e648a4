import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import java.util.Map;

/** That of OpenAI. */
final class OpenAiSdk implements Sdk {

  private final OpenAIClient client;
  private final OpenAiChat chat;
  private final OpenAiResponses responses;

  OpenAiSdk(String base, String key) {
    this.client =
        OpenAIOkHttpClient.builder().baseUrl(base + "/openai/v1").apiKey(key).maxRetries(0).build();
    this.chat = new OpenAiChat(client.chat().completions());
    this.responses = new OpenAiResponses(client.responses());
  }

  @Override
  public Map<String, Object> call(String what, String model) throws Exception {
    return switch (what) {
      case "models" ->
          Map.of("ids", client.models().list().autoPager().stream().map(Model::id).toList());
      case "model" -> Map.of("id", client.models().retrieve(model).id());
      case "chat" -> chat.hello(model);
      case "chat_stream" -> chat.helloStreamed(model);
      case "chat_stream_with_usage" -> chat.helloStreamedWithUsage(model);
      case "chat_tools" -> chat.tools(model);
      case "chat_tools_stream" -> chat.toolsStreamed(model);
      case "chat_result" -> chat.result(model);
      case "responses" -> responses.hello(model);
      case "responses_stream" -> responses.helloStreamed(model);
      case "responses_tools" -> responses.tools(model);
      case "responses_tools_stream" -> responses.toolsStreamed(model);
      case "responses_result" -> responses.result(model);
      case "embeddings" -> embeddings(model);
      default -> throw Sdk.unknown(what);
    };
  }

  /** In the encoding that the SDK asks for by itself. */
  private Map<String, Object> embeddings(String model) {
    var request = EmbeddingCreateParams.builder().model(model).input(HELLO).build();
    var done = client.embeddings().create(request);
    return Map.of(
        "dimensions", done.data().getFirst().embedding().size(),
        "tokens", done.usage().totalTokens());
  }
}
