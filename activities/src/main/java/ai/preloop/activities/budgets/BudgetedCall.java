package ai.preloop.activities.budgets;

import ai.preloop.activities.identity.Principal;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.UserId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call of a model, as budgets see it. {@code key} is null for a person who signed in, {@code
 * session} where the request names none; {@code model} is its alias; {@code bound} is the most that
 * it can cost in nanodollars, null where none has a price; {@code isUnpriced} where a model that
 * may serve it has none.
 */
public record BudgetedCall(
    AccountId account,
    UserId user,
    @Nullable UUID key,
    @Nullable String session,
    String model,
    @Nullable Long bound,
    boolean isUnpriced) {

  public BudgetedCall {
    if (bound != null && bound < 0) {
      throw new IllegalArgumentException("A call costs no less than nothing");
    }
  }

  BudgetedCall(
      AccountId account,
      UserId user,
      @Nullable UUID key,
      @Nullable String session,
      String model,
      @Nullable Long bound) {
    this(account, user, key, session, model, bound, bound == null);
  }

  /** {@code most} is the dearest of the models that may serve it. */
  public static BudgetedCall of(
      Principal caller, @Nullable String session, String model, Most most) {
    return new BudgetedCall(
        caller.account(),
        caller.user(),
        caller.isPerson() ? null : caller.id(),
        session,
        model,
        most.nanos(),
        most.isUnpriced());
  }

  /** The most that a call can cost by the prices that are known, and whether one is not. */
  public record Most(@Nullable Long nanos, boolean isUnpriced) {}
}
