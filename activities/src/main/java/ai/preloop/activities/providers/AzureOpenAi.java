package ai.preloop.activities.providers;

import ai.preloop.activities.dialects.Operation;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** OpenAI's models at Azure, by its v1 interface; the identifier of a model is its deployment. */
final class AzureOpenAi implements Provider {

  @Override
  public String word() {
    return "azure_openai";
  }

  @Override
  public Optional<URI> endpoint() {
    return Optional.empty();
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.CHAT_COMPLETIONS, Operation.RESPONSES, Operation.EMBEDDINGS);
  }

  @Override
  public Outgoing request(Target target, Asked asked) {
    URI uri =
        BaseUri.of(target.endpoint())
            .endingWith("/openai/v1")
            .with(OpenAiPaths.of(asked.operation()), asked.passed().query());
    return Outgoing.of(uri, asked).withKey("api-key", target.key());
  }
}
