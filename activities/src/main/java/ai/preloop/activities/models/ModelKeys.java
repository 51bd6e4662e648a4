package ai.preloop.activities.models;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.models.AiModel.Plan;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.policies.documents.ServerSyntax;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the keys that were given with models, each under a name that is its model's for ever: one
 * that is called otherwise later keeps its key, and one that takes a free alias gets nobody's.
 */
final class ModelKeys {

  private final SecretStore secrets;

  ModelKeys(SecretStore secrets) {
    this.secrets = secrets;
  }

  /** The plan with the name under which its key is kept; a key that was given is kept now. */
  Plan keep(Principal principal, UUID model, ModelDraft draft) {
    String key = draft.apiKey();
    if (key == null) {
      return draft.plan();
    }
    ServerSyntax.faultOfCredential(key).ifPresent(fault -> ModelSyntax.require(false, fault));
    ModelSyntax.require(
        draft.plan().provider() != null,
        "A model that shares its calls out has no key of its own.");
    String name = own(model);
    replace(principal, name, key);
    bind(principal, name, draft.plan());
    return draft.plan().keyed(name);
  }

  /** The key that is the model's own goes once nothing of the model names it. */
  void forget(Principal principal, UUID model, @Nullable String kept) {
    if (!own(model).equals(kept)) {
      secrets.delete(principal.account(), own(model), principal.who());
    }
  }

  /** What an older key was bound to is not where a new one has to go. */
  private void replace(Principal principal, String name, String key) {
    secrets.delete(principal.account(), name, principal.who());
    secrets.put(principal.account(), name, key, principal.who());
  }

  /** Without an endpoint the provider's public one is the first that it is sent to. */
  private void bind(Principal principal, String name, Plan plan) {
    if (plan.endpoint() != null) {
      secrets.rebind(principal.account(), name, Origin.of(plan.endpoint()), principal.who());
    }
  }

  private static String own(UUID model) {
    return "models/" + model;
  }
}
