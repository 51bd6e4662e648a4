package ai.preloop.activities.modellists;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.identity.AllowedModels;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The models that calls of its scope may ask for; it only narrows what the policy allows. */
public record ModelAllowList(UUID id, Plan plan, Instant createdAt, Instant updatedAt) {

  private static final int MOST = 100;

  /** What it is to be; UNPROCESSABLE for what it cannot. */
  public record Plan(ListScope scope, AllowedModels.Listed models) {

    /** By aliases, and beginnings of them with a star at the end. */
    public static Plan of(ListScope scope, List<String> models) {
      if (models.isEmpty() || models.size() > MOST) {
        throw unprocessable("models has 1 to %d names.".formatted(MOST));
      }
      return new Plan(scope, new AllowedModels.Listed(models));
    }
  }

  public ListScope scope() {
    return plan.scope();
  }
}
