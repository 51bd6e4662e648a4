package ai.preloop.activities.budgets;

import ai.preloop.activities.identity.Labels;
import ai.preloop.activities.identity.Principal;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.UserId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call, as budgets see it. {@code key} is null for a person who signed in; {@code labels} are the
 * credential's, and where that has none what the request says.
 */
public record BudgetedCall(
    AccountId account, UserId user, @Nullable UUID key, Labels labels, What what) {

  /** What is called. */
  public sealed interface What {

    /**
     * A model: by the alias that is asked for, and those that may serve it. {@code bound} is the
     * most that it can cost in nanodollars, null where none has a price; {@code isUnpriced} where
     * one that may serve it has none.
     */
    record Model(List<String> aliases, @Nullable Long bound, boolean isUnpriced) implements What {

      public Model {
        aliases = aliases.stream().distinct().toList();
        if (aliases.isEmpty() || (bound != null && bound < 0)) {
          throw new IllegalArgumentException("A model has a name and costs no less than nothing");
        }
      }
    }

    /** A tool; {@code isReadOnly} as the policy sees it. */
    record Tool(boolean isReadOnly) implements What {}
  }

  /** {@code said} is what the request says of itself, which no credential is contradicted by. */
  public static BudgetedCall of(Principal caller, Labels said, What what) {
    return new BudgetedCall(
        caller.account(),
        caller.user(),
        caller.isPerson() ? null : caller.id(),
        caller.labels().or(said),
        what);
  }

  List<String> models() {
    return what instanceof What.Model model ? model.aliases() : List.of();
  }

  /** The most that it can take of a budget that counts it; null where nobody knows. */
  @Nullable Long bound() {
    return switch (what) {
      case What.Model model -> model.bound();
      case What.Tool _ -> 1L;
    };
  }

  boolean isUnpriced() {
    return what instanceof What.Model model && model.isUnpriced();
  }

  boolean isCountedIn(Budget budget) {
    return switch (budget.plan().unit()) {
      case USD -> what instanceof What.Model;
      case TOOL_CALLS -> what instanceof What.Tool;
      case SIDE_EFFECTS -> what instanceof What.Tool(boolean isReadOnly) && !isReadOnly;
    };
  }
}
