package ai.preloop.activities.gateway;

import ai.preloop.activities.models.AiModel;
import java.util.List;

/** The model that was asked for, and those that may serve the call, itself among them or not. */
record Choice(AiModel model, List<AiModel> targets) {

  Choice {
    targets = List.copyOf(targets);
  }
}
