import com.google.genai.Client;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.ListModelsConfig;
import com.google.genai.types.Part;
import com.google.genai.types.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** That of Google. */
final class GoogleSdk implements Sdk {

  private static final GenerateContentConfig PLAIN = GenerateContentConfig.builder().build();

  private final Client client;
  private GenerateContentResponse turn;

  GoogleSdk(String base, String key) {
    this.client =
        Client.builder()
            .apiKey(key)
            .httpOptions(HttpOptions.builder().baseUrl(base + "/gemini").build())
            .build();
  }

  @Override
  public Map<String, Object> call(String what, String model) {
    return switch (what) {
      case "models" -> models();
      case "model" -> model(model);
      case "generate" -> hello(model);
      case "generate_stream" -> streamed(chunks(model, HELLO, PLAIN));
      case "generate_tools" ->
          called(List.of(client.models.generateContent(model, QUESTION, withTool())));
      case "generate_tools_stream" -> called(chunks(model, QUESTION, withTool()));
      case "generate_result" -> result(model);
      case "count_tokens" ->
          Map.of(
              "tokens", client.models.countTokens(model, HELLO, null).totalTokens().orElseThrow());
      default -> throw Sdk.unknown(what);
    };
  }

  private Map<String, Object> models() {
    List<String> names = new ArrayList<>();
    client
        .models
        .list(ListModelsConfig.builder().build())
        .forEach(model -> names.add(model.name().orElseThrow()));
    return Map.of("ids", names);
  }

  private Map<String, Object> model(String model) {
    String name = client.models.get(model, null).name().orElseThrow();
    return Map.of("id", name.replaceFirst("^models/", ""));
  }

  private Map<String, Object> hello(String model) {
    GenerateContentResponse done = client.models.generateContent(model, HELLO, PLAIN);
    return Map.of(
        "text", Objects.requireNonNull(done.text()),
        "tokens", done.usageMetadata().orElseThrow().totalTokenCount().orElseThrow());
  }

  private List<GenerateContentResponse> chunks(
      String model, String text, GenerateContentConfig config) {
    try (var stream = client.models.generateContentStream(model, text, config)) {
      List<GenerateContentResponse> chunks = new ArrayList<>();
      stream.forEach(chunks::add);
      return chunks;
    }
  }

  private static Map<String, Object> streamed(List<GenerateContentResponse> chunks) {
    String text =
        chunks.stream()
            .map(GenerateContentResponse::text)
            .filter(Objects::nonNull)
            .collect(Collectors.joining());
    return Map.of("text", text, "stop", chunks.getLast().finishReason().toString());
  }

  private static GenerateContentConfig withTool() {
    FunctionDeclaration weather =
        FunctionDeclaration.builder()
            .name("weather")
            .description("The weather")
            .parametersJsonSchema(SCHEMA)
            .build();
    return GenerateContentConfig.builder()
        .tools(Tool.builder().functionDeclarations(weather).build())
        .build();
  }

  private Map<String, Object> called(List<GenerateContentResponse> chunks) {
    turn = chunks.stream().filter(GoogleSdk::calls).findFirst().orElseThrow();
    FunctionCall call = turn.functionCalls().getFirst();
    return Map.of("tool", call.name().orElseThrow(), "arguments", call.args().orElseThrow());
  }

  private static boolean calls(GenerateContentResponse chunk) {
    return chunk.functionCalls() != null && !chunk.functionCalls().isEmpty();
  }

  private Map<String, Object> result(String model) {
    FunctionCall call = turn.functionCalls().getFirst();
    var response =
        FunctionResponse.builder().name(call.name().orElseThrow()).response(Map.of("is", OUTCOME));
    call.id().ifPresent(response::id);
    List<Content> contents =
        List.of(
            user(Part.fromText(QUESTION)),
            turn.candidates().orElseThrow().getFirst().content().orElseThrow(),
            user(Part.builder().functionResponse(response.build()).build()));
    GenerateContentResponse done = client.models.generateContent(model, contents, withTool());
    return Map.of("text", Objects.requireNonNull(done.text()));
  }

  private static Content user(Part part) {
    return Content.builder().role("user").parts(part).build();
  }
}
