package ai.preloop.activities.providers;

import ai.preloop.activities.dialects.Operation;
import java.util.Map;

/** OpenAI. */
class OpenAiTests extends ProviderContract {

  @Override
  Provider provider() {
    return new OpenAi();
  }

  @Override
  Map<String, String> proof() {
    return Map.of("Authorization", "Bearer " + KEY);
  }

  @Override
  String path(Operation operation) {
    return "/v1" + OpenAiPaths.of(operation);
  }
}
