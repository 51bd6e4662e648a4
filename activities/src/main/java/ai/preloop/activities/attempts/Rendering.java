package ai.preloop.activities.attempts;

import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.providers.Provider;

/** Makes the request for one of the models that may serve a call; called once for each. */
@FunctionalInterface
public interface Rendering {

  /** UNPROCESSABLE where the provider has nothing like it: the next target is tried. */
  Rendered render(AiModel target, Provider provider);
}
