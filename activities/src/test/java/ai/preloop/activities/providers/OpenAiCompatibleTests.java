package ai.preloop.activities.providers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.dialects.Operation;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever has OpenAI's interface. */
class OpenAiCompatibleTests extends ProviderContract {

  @Override
  Provider provider() {
    return new OpenAiCompatible();
  }

  @Override
  Map<String, String> proof() {
    return Map.of("Authorization", "Bearer " + KEY);
  }

  @Override
  String path(Operation operation) {
    return "/v1" + OpenAiPaths.of(operation);
  }

  @Test
  void keepsToAnyBaseAddress() {
    assertThat(
            request(
                    "https://models.example.com/api/v2/openai/",
                    Operation.CHAT_COMPLETIONS,
                    Passed.NOTHING)
                .uri())
        .hasToString("https://models.example.com/api/v2/openai/chat/completions");
  }
}
