package ai.preloop.activities.attempts;

import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.providers.Asked;
import ai.preloop.activities.providers.Outgoing;
import ai.preloop.activities.providers.Passed;
import ai.preloop.activities.providers.Provider;
import ai.preloop.activities.providers.Target;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one target is asked: by which provider, at which address, with which key, for what. */
record Way(AiModel model, Provider provider, URI endpoint, Rendered rendered) {

  Outgoing outgoing(Dispatch.Client client, @Nullable String key) {
    Passed passed =
        client.dialect() == rendered.operation().dialect()
            ? Passed.of(client.headers(), client.query())
            : Passed.NOTHING;
    String identifier = model.plan().identifier();
    return provider.request(
        new Target(endpoint, identifier == null ? model.alias() : identifier, key),
        new Asked(rendered.operation(), rendered.streamed(), rendered.body(), passed));
  }

  /** Where its key is kept; empty where none is needed. */
  Optional<ProviderKeys.Place> place(Dispatch request) {
    String secret = model.plan().secret();
    if (secret == null) {
      if (provider.needsKey()) {
        throw new ProblemException(
            ProblemType.UNPROCESSABLE, "It has no secret, and its provider asks for a key.");
      }
      return Optional.empty();
    }
    return Optional.of(new ProviderKeys.Place(request.account(), secret, Origin.of(endpoint)));
  }
}
