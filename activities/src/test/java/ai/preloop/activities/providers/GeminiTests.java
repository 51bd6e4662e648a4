package ai.preloop.activities.providers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.dialects.Operation;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Gemini. */
class GeminiTests extends ProviderContract {

  @Override
  Provider provider() {
    return new Gemini();
  }

  @Override
  Map<String, String> proof() {
    return Map.of("x-goog-api-key", KEY);
  }

  @Override
  String path(Operation operation) {
    return switch (operation) {
      case GENERATE_CONTENT -> "/v1beta/models/m-1:generateContent";
      case STREAM_GENERATE_CONTENT -> "/v1beta/models/m-1:streamGenerateContent?alt=sse";
      default -> "/v1beta/models/m-1:countTokens";
    };
  }

  @Test
  void namesModelsOfOtherCollectionsAndStrangeOnes() {
    assertThat(uri("tunedModels/mine")).hasPath("/v1beta/tunedModels/mine:generateContent");
    assertThat(uri("a b?c").toString()).endsWith("/v1beta/models/a%20b%3Fc:generateContent");
  }

  private URI uri(String identifier) {
    return provider()
        .request(
            new Target(URI.create("https://models.example.com"), identifier, KEY),
            new Asked(Operation.GENERATE_CONTENT, false, new byte[0], Passed.NOTHING))
        .uri();
  }

  @Test
  void leavesTheFormOfAStreamToAClientOfItsDialect() {
    Passed array = Passed.of(HttpHeaders.of(Map.of(), (name, value) -> true), null);

    assertThat(
            request("https://models.example.com", Operation.STREAM_GENERATE_CONTENT, array).uri())
        .hasNoQuery();
  }
}
