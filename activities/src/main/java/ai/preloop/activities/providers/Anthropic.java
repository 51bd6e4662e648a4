package ai.preloop.activities.providers;

import ai.preloop.activities.dialects.Operation;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Anthropic's interface; which version of it is the client's to say. */
final class Anthropic implements Provider {

  static final String VERSION = "2023-06-01";

  @Override
  public String word() {
    return "anthropic";
  }

  @Override
  public Optional<URI> endpoint() {
    return Optional.of(URI.create("https://api.anthropic.com"));
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.MESSAGES, Operation.COUNT_MESSAGE_TOKENS);
  }

  @Override
  public Outgoing request(Target target, Asked asked) {
    URI uri =
        BaseUri.of(target.endpoint())
            .endingWith("/v1")
            .with(path(asked.operation()), asked.passed().query());
    return Outgoing.of(uri, asked)
        .withDefault("anthropic-version", VERSION)
        .withKey("x-api-key", target.key());
  }

  private static String path(Operation operation) {
    return switch (operation) {
      case MESSAGES -> "/messages";
      case COUNT_MESSAGE_TOKENS -> "/messages/count_tokens";
      case CHAT_COMPLETIONS,
          RESPONSES,
          COUNT_RESPONSE_TOKENS,
          EMBEDDINGS,
          GENERATE_CONTENT,
          STREAM_GENERATE_CONTENT,
          COUNT_TOKENS ->
          throw OpenAiPaths.unspoken(operation);
    };
  }
}
