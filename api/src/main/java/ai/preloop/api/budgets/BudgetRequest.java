package ai.preloop.api.budgets;

import ai.preloop.activities.budgets.Budget.Kind;
import ai.preloop.activities.budgets.Budget.OnUnpriced;
import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.policies.budgets.Dollars;
import ai.preloop.policies.budgets.Period;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a budget is to be. */
@Schema(name = "BudgetRequest")
record BudgetRequest(
    @NotNull @Schema(example = "everything, by day") String name,
    @NotNull @Valid ScopeBody scope,
    @NotNull @Schema(allowableValues = {"hour", "day", "week", "month", "all_time"}) String period,
    @NotNull @Schema(example = "25.00", description = "In US dollars, to a billionth of one.")
        BigDecimal limitUsd,
    @Schema(
            allowableValues = {"soft", "hard"},
            defaultValue = "hard",
            description = "A hard one refuses calls when it is used up, a soft one marks them.")
        @Nullable String kind,
    @Schema(
            allowableValues = {"allow", "refuse"},
            defaultValue = "allow",
            description = "What a hard one does with calls of models that have no price.")
        @Nullable String onUnpriced) {

  Plan plan() {
    return new Plan(
        name,
        scope.scope(),
        Period.of(period)
            .orElseThrow(() -> unprocessable("period is one of " + Period.WORDS + ".")),
        Dollars.nanos(limitUsd)
            .orElseThrow(() ->
                unprocessable("limit_usd is from 0 to 1000000000, with at most nine decimals.")),
        kindAsked(),
        unpricedAsked());
  }

  private Kind kindAsked() {
    return switch (kind) {
      case null -> Kind.HARD;
      case "hard" -> Kind.HARD;
      case "soft" -> Kind.SOFT;
      default -> throw unprocessable("kind is soft or hard.");
    };
  }

  private OnUnpriced unpricedAsked() {
    return switch (onUnpriced) {
      case null -> OnUnpriced.ALLOW;
      case "allow" -> OnUnpriced.ALLOW;
      case "refuse" -> OnUnpriced.REFUSE;
      default -> throw unprocessable("on_unpriced is allow or refuse.");
    };
  }

  private static ProblemException unprocessable(String sentence) {
    return new ProblemException(ProblemType.UNPROCESSABLE, sentence);
  }
}
