package ai.preloop.activities.budgets;

import ai.preloop.policies.budgets.Period;
import ai.preloop.policies.budgets.Unit;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Instant;
import java.util.Map;

/** Why a call is not let pass by a budget, in sentences. */
final class Refusals {

  private Refusals() {}

  /** Where the money is not known to be there. */
  static ProblemException notConfirmed() {
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "The database does not answer, so it is not known whether the budget has room for this call;"
            + " nothing was sent. Try again shortly.");
  }

  static ProblemException usedUp(Budget budget, Instant start, Trade.Got.Lacking lacking) {
    Unit unit = budget.plan().unit();
    return new ProblemException(
        ProblemType.BUDGET_LIMIT_EXCEEDED,
        "The budget \"%s\" has no room for %s: %s are spent or reserved%s."
            .formatted(
                budget.name(),
                unit.isMoney() ? "what this call can cost" : "this call",
                unit.said(lacking.taken(), lacking.limit()),
                reset(budget.plan().period(), start)));
  }

  /** The same, where others may serve the call yet. */
  static ProblemException ofTarget(ProblemException refusal, String alias) {
    return refusal.type() == ProblemType.BUDGET_LIMIT_EXCEEDED
        ? new ProblemException(refusal.type(), refusal.detail(), Map.of("model", alias))
        : refusal;
  }

  static ProblemException unpriced(Budget budget, String model) {
    return new ProblemException(
        ProblemType.FORBIDDEN,
        "The model %s has no price, and the budget \"%s\" refuses calls that nobody knows the cost of; give the model a price."
            .formatted(model, budget.name()));
  }

  private static String reset(Period period, Instant start) {
    return period
        .end(start)
        .map(end -> " this %s, and it resets at %s".formatted(period.word(), end))
        .orElse(", and it does not reset");
  }
}
