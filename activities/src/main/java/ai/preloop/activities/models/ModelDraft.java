package ai.preloop.activities.models;

import static ai.preloop.activities.models.ModelSyntax.require;

import ai.preloop.activities.models.AiModel.Plan;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks for: a plan, with the name of a kept secret or the key itself, which is kept
 * and never shown. {@code key} says what becomes of the one that is there where neither is given.
 */
public record ModelDraft(Plan plan, @Nullable String apiKey, Key key) {

  /** What becomes of a key that the model has already. */
  public enum Key {
    KEPT,
    DROPPED
  }

  public ModelDraft {
    require(
        apiKey == null || plan.secret() == null,
        "A model has a secret, by its name, or an api_key: not both.");
  }

  /** The same with the key of before, where nothing is said of one. */
  ModelDraft over(AiModel before) {
    boolean unsaid = apiKey == null && plan.secret() == null && key == Key.KEPT;
    return unsaid && plan.provider() != null
        ? new ModelDraft(plan.keyed(before.plan().secret()), null, key)
        : this;
  }

  @Override
  public String toString() {
    return "ModelDraft[" + plan.alias() + "]";
  }
}
