package ai.preloop.activities.providers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.dialects.Operation;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Anthropic. */
class AnthropicTests extends ProviderContract {

  @Override
  Provider provider() {
    return new Anthropic();
  }

  @Override
  Map<String, String> proof() {
    return Map.of("x-api-key", KEY, "anthropic-version", "2023-06-01");
  }

  @Override
  String path(Operation operation) {
    return operation == Operation.MESSAGES ? "/v1/messages" : "/v1/messages/count_tokens";
  }

  @Test
  void leavesTheVersionToTheClient() {
    Map<String, List<String>> said =
        Map.of("Anthropic-Version", List.of("2024-01-01"), "anthropic-beta", List.of("a", "b"));
    Passed passed = Passed.of(HttpHeaders.of(said, (name, value) -> true), null);

    Outgoing request = request("https://models.example.com", Operation.MESSAGES, passed);

    assertThat(request.headers())
        .containsEntry("anthropic-version", List.of("2024-01-01"))
        .containsEntry("anthropic-beta", List.of("a", "b"));
  }

  @Test
  void keepsToABaseAddressOfItsDialectElsewhere() {
    assertThat(
            request("https://models.example.com/anthropic", Operation.MESSAGES, Passed.NOTHING)
                .uri())
        .hasToString("https://models.example.com/anthropic/v1/messages");
  }
}
