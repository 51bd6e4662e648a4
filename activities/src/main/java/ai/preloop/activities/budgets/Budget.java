package ai.preloop.activities.budgets;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.accounts.Named;
import ai.preloop.policies.budgets.Period;
import ai.preloop.policies.budgets.Unit;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** How much may be spent in a time, and what happens then. */
public record Budget(UUID id, Plan plan, Instant createdAt, Instant updatedAt) implements Named {

  private static final int LONGEST = 100;

  /**
   * What it is to be; UNPROCESSABLE for what it cannot. {@code limit} is in units, for money
   * nanodollars.
   */
  public record Plan(
      String name,
      BudgetScope scope,
      Unit unit,
      Period period,
      long limit,
      Kind kind,
      OnUnpriced onUnpriced) {

    public Plan {
      if (name.isBlank() || name.length() > LONGEST) {
        throw unprocessable("name has 1 to %d characters.".formatted(LONGEST));
      }
      if (limit < 0 || limit > unit.most()) {
        throw unprocessable("The limit is from 0 to %s.".formatted(unit.said(unit.most())));
      }
      if (!unit.isMoney()) {
        requireOfTools(scope, onUnpriced);
      }
      if (kind == Kind.SOFT && onUnpriced == OnUnpriced.REFUSE) {
        throw unprocessable("A soft budget stops nothing; on_unpriced is for hard ones.");
      }
    }
  }

  private static void requireOfTools(BudgetScope scope, OnUnpriced onUnpriced) {
    if (scope.type() == BudgetScope.Type.MODEL) {
      throw unprocessable("A budget for a model counts usd; calls of tools have no model.");
    }
    if (onUnpriced == OnUnpriced.REFUSE) {
      throw unprocessable("on_unpriced is for budgets of usd; calls of tools have no price.");
    }
  }

  /** What happens to calls when it is used up. */
  public enum Kind {
    /** They are marked. */
    SOFT,
    /** They are refused. */
    HARD;

    /** As the API and rows say it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What happens to a call that has no price, so that nobody knows what it can cost. */
  public enum OnUnpriced {
    /** It is let pass, and is counted with what it turns out to cost, if that is ever known. */
    ALLOW,
    /** It is refused. */
    REFUSE;

    /** As the API and rows say it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String name() {
    return plan.name();
  }

  public boolean isHard() {
    return plan.kind() == Kind.HARD;
  }
}
