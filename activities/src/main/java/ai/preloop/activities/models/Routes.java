package ai.preloop.activities.models;

import static ai.preloop.activities.models.ModelSyntax.require;

import ai.preloop.activities.accounts.Named;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Which models of an account get the calls of which; no way among them has more than one step. */
record Routes(List<AiModel> all) {

  Routes {
    all = List.copyOf(all);
  }

  /** UNPROCESSABLE where the plan routes to what is not there, or to what routes on. */
  void requireStraight(UUID model, AiModel.Plan plan) {
    for (String target : plan.terms().routing().targets()) {
      AiModel found =
          all.stream()
              .filter(other -> other.alias().equals(target) && !other.id().equals(model))
              .findFirst()
              .orElseThrow(() ->
                  new ProblemException(
                      ProblemType.UNPROCESSABLE,
                      "routing names `%s`, and there is no such model.".formatted(target)));
      require(
          found.plan().terms().routing().shares().isEmpty(),
          "routing names `%s`, which shares its calls out itself: name the models it shares to."
              .formatted(target));
    }
  }

  /** CONFLICT, with their aliases, where other models route to this one and could not go on. */
  void requireUnused(AiModel model, String sentence) {
    List<String> users =
        all.stream()
            .filter(other -> other.plan().terms().routing().mentions(model.alias()))
            .map(AiModel::alias)
            .toList();
    if (!users.isEmpty()) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          sentence.formatted(model.alias(), String.join(", ", users)),
          Map.of("models", users));
    }
  }

  /** By its alias or its id. */
  AiModel get(String called) {
    return Named.find(all, called, "model");
  }
}
