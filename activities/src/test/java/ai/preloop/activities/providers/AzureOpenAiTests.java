package ai.preloop.activities.providers;

import ai.preloop.activities.dialects.Operation;
import java.util.Map;

/** OpenAI at Azure. */
class AzureOpenAiTests extends ProviderContract {

  @Override
  Provider provider() {
    return new AzureOpenAi();
  }

  @Override
  Map<String, String> proof() {
    return Map.of("api-key", KEY);
  }

  @Override
  String path(Operation operation) {
    return "/openai/v1" + OpenAiPaths.of(operation);
  }
}
