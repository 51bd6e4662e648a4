package ai.preloop.activities.gateway;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.models.AiModel;
import java.util.List;

/** The models that a caller may know of. */
public final class ListedModels {

  private final ModelChoices choices;

  ListedModels(ModelChoices choices) {
    this.choices = choices;
  }

  /** By their aliases, in order. */
  public List<AiModel> of(Principal caller) {
    return choices.listed(caller);
  }

  /** NOT_FOUND where the caller may not know of it. */
  public AiModel get(Principal caller, String alias) {
    return of(caller).stream()
        .filter(model -> model.alias().equals(alias))
        .findFirst()
        .orElseThrow(() -> ModelChoices.unknown(alias));
  }
}
