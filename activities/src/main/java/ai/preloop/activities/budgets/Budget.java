package ai.preloop.activities.budgets;

import ai.preloop.policies.budgets.Dollars;
import ai.preloop.policies.budgets.Period;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** How much may be spent in a time, and what happens then. */
public record Budget(UUID id, Plan plan, Instant createdAt, Instant updatedAt) {

  private static final int LONGEST = 100;

  /** What it is to be; UNPROCESSABLE for what it cannot. {@code limit} is in nanodollars. */
  public record Plan(
      String name, BudgetScope scope, Period period, long limit, Kind kind, OnUnpriced onUnpriced) {

    public Plan {
      if (name.isBlank() || name.length() > LONGEST) {
        throw unprocessable("name has 1 to %d characters.".formatted(LONGEST));
      }
      if (limit < 0 || limit > Dollars.MOST) {
        throw unprocessable("limit_usd is from 0 to %s.".formatted(Dollars.said(Dollars.MOST)));
      }
      if (kind == Kind.SOFT && onUnpriced == OnUnpriced.REFUSE) {
        throw unprocessable("A soft budget stops nothing; on_unpriced is for hard ones.");
      }
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

  public String name() {
    return plan.name();
  }

  public boolean isHard() {
    return plan.kind() == Kind.HARD;
  }

  private static ProblemException unprocessable(String sentence) {
    return new ProblemException(ProblemType.UNPROCESSABLE, sentence);
  }
}
