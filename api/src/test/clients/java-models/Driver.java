import com.anthropic.errors.AnthropicServiceException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.genai.errors.ApiException;
import com.openai.errors.OpenAIServiceException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls models with the official SDKs as each line of standard input says, and tells on standard
 * output what the SDK made of the answer: {id, result} or {id, error}.
 */
public final class Driver {

  private static final JsonMapper JSON = new JsonMapper();

  private final String base;

  private Driver(String base) {
    this.base = base;
  }

  public static void main(String[] arguments) throws Exception {
    Driver driver = new Driver(arguments[0]);
    Map<String, Sdk> usual = driver.sdks(arguments[1]);
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode asked = JSON.readTree(line);
      var sdks = asked.has("key") ? driver.sdks(asked.path("key").asText()) : usual;
      System.out.println(JSON.writeValueAsString(told(sdks, asked)));
    }
  }

  private Map<String, Sdk> sdks(String key) {
    return Map.of(
        "openai", new OpenAiSdk(base, key),
        "anthropic", new AnthropicSdk(base, key),
        "google", new GoogleSdk(base, key));
  }

  private static Map<String, Object> told(Map<String, Sdk> sdks, JsonNode asked) throws Exception {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("id", asked.path("id").asInt());
    try {
      Sdk sdk = sdks.get(asked.path("sdk").asText());
      told.put("result", sdk.call(asked.path("do").asText(), asked.path("model").asText()));
    } catch (OpenAIServiceException e) {
      told.put("error", failure(e, e.statusCode(), e.code().orElse(null)));
    } catch (AnthropicServiceException e) {
      told.put("error", failure(e, e.statusCode(), code(e)));
    } catch (ApiException e) {
      told.put("error", failure(e, e.code(), e.status()));
    } catch (RuntimeException e) {
      told.put("error", failure(e, null, null));
    }
    return told;
  }

  private static String code(AnthropicServiceException e) {
    JsonNode error = e.body().convert(JsonNode.class).path("error");
    return error.path("code").asText(error.path("type").asText());
  }

  private static Map<String, Object> failure(RuntimeException error, Integer status, String code) {
    Map<String, Object> failure = new LinkedHashMap<>();
    failure.put("kind", error.getClass().getSimpleName());
    failure.put("status", status);
    failure.put("code", code);
    failure.put("message", error.getMessage());
    return failure;
  }
}
