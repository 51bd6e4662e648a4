package ai.preloop.activities.providers;

import ai.preloop.activities.dialects.Operation;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Whatever has OpenAI's interface at a base address of its own: Ollama, vLLM, OpenRouter, Mistral,
 * DeepSeek. Many have no responses, so that these are translated.
 */
final class OpenAiCompatible implements Provider {

  @Override
  public String word() {
    return "openai_compatible";
  }

  @Override
  public Optional<URI> endpoint() {
    return Optional.empty();
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.CHAT_COMPLETIONS, Operation.EMBEDDINGS);
  }

  @Override
  public boolean needsKey() {
    return false;
  }

  @Override
  public Outgoing request(Target target, Asked asked) {
    URI uri =
        BaseUri.of(target.endpoint())
            .orBy("/v1")
            .with(OpenAiPaths.of(asked.operation()), asked.passed().query());
    return Outgoing.of(uri, asked).withBearer(target.key());
  }
}
