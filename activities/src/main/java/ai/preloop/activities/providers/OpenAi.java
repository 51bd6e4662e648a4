package ai.preloop.activities.providers;

import ai.preloop.activities.dialects.Operation;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** OpenAI's own interface, by a bearer token. */
final class OpenAi implements Provider {

  @Override
  public String word() {
    return "openai";
  }

  @Override
  public Optional<URI> endpoint() {
    return Optional.of(URI.create("https://api.openai.com/v1"));
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(
        Operation.CHAT_COMPLETIONS,
        Operation.RESPONSES,
        Operation.COUNT_RESPONSE_TOKENS,
        Operation.EMBEDDINGS);
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
