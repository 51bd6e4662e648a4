package ai.preloop.activities.gateway;

import ai.preloop.activities.models.AiModel;
import java.util.List;
import java.util.Optional;

/** The model that was asked for, and those that may serve the call, itself among them or not. */
record Choice(AiModel model, List<AiModel> targets) {

  Choice {
    targets = List.copyOf(targets);
  }

  /** One of those that may serve it. */
  Optional<AiModel> target(String alias) {
    return targets.stream().filter(target -> target.alias().equals(alias)).findFirst();
  }
}
