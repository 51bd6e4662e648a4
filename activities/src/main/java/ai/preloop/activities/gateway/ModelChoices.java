package ai.preloop.activities.gateway;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.modelrules.ModelPolicies;
import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.models.KnownModels;
import ai.preloop.activities.models.Routing;
import ai.preloop.activities.models.Routing.Share;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the model that is asked for, and those that it shares its calls with. */
final class ModelChoices {

  private final KnownModels models;
  private final ModelPolicies policies;

  ModelChoices(KnownModels models, ModelPolicies policies) {
    this.models = models;
    this.policies = policies;
  }

  /** NOT_FOUND, with the code {@code model_not_found}, where the account has none of this alias. */
  Choice of(AccountId account, String alias) {
    AiModel model = models.find(account, alias).orElseThrow(() -> unknown(alias));
    Routing routing = model.plan().terms().routing();
    if (routing.isNone() && model.plan().provider() != null) {
      return new Choice(model, List.of(model));
    }
    Stream<AiModel> others =
        Stream.concat(routing.shares().stream().map(Share::model), routing.fallbacks().stream())
            .map(name -> models.find(account, name))
            .flatMap(Optional::stream);
    Stream<AiModel> itself = model.plan().provider() == null ? Stream.empty() : Stream.of(model);
    return new Choice(model, Stream.concat(itself, others).distinct().toList());
  }

  /** What a tool of a request calls besides: the provider knows it by its own name alone. */
  List<AiModel> within(AccountId account, String name) {
    List<AiModel> named =
        models.all(account).stream()
            .filter(model -> name.equals(model.plan().identifier()))
            .toList();
    if (named.isEmpty()) {
      throw new ProblemException(
          ProblemType.MODEL_NOT_ALLOWED,
          "A tool of the request calls the model `%s`, which is none of the account's by its provider's name."
              .formatted(name));
    }
    return named;
  }

  /** Those that the caller may call, by their aliases. */
  List<AiModel> listed(Principal caller) {
    return models.all(caller.account()).stream()
        .filter(model -> policies.mayList(caller, model))
        .toList();
  }

  static ProblemException unknown(String alias) {
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "There is no model `%s` here; GET the list of models for those that there are."
            .formatted(alias),
        Map.of("code", "model_not_found"));
  }
}
