package ai.preloop.api.budgets;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.budgets.Budget.Kind;
import ai.preloop.activities.budgets.Budget.OnUnpriced;
import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.policies.budgets.Dollars;
import ai.preloop.policies.budgets.Period;
import ai.preloop.policies.budgets.Unit;
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
    @Schema(
            allowableValues = {"usd", "tool_calls", "side_effects"},
            defaultValue = "usd",
            description =
                "What it counts: what calls of models cost, calls of tools, or calls of tools that do"
                    + " more than read.")
        @Nullable String unit,
    @Schema(
            example = "25.00",
            description = "In US dollars, to a billionth of one; for the unit usd.")
        @Nullable BigDecimal limitUsd,
    @Schema(example = "1000", description = "How many calls; for the other units.")
        @Nullable Long limit,
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
    Unit counted = unitAsked();
    return new Plan(
        name,
        scope.scope(),
        counted,
        Period.of(period)
            .orElseThrow(() -> unprocessable("period is one of " + Period.WORDS + ".")),
        counted.isMoney() ? nanos() : calls(counted),
        kindAsked(),
        unpricedAsked());
  }

  private Unit unitAsked() {
    return unit == null
        ? Unit.USD
        : Unit.of(unit).orElseThrow(() -> unprocessable("unit is one of " + Unit.WORDS + "."));
  }

  private long nanos() {
    if (limitUsd == null || limit != null) {
      throw unprocessable("A budget of usd has limit_usd, and no limit.");
    }
    return Dollars.nanos(limitUsd)
        .orElseThrow(
            () -> unprocessable("limit_usd is from 0 to 1000000000, with at most nine decimals."));
  }

  private long calls(Unit counted) {
    if (limit == null || limitUsd != null) {
      throw unprocessable(
          "A budget of %s has a limit, and no limit_usd.".formatted(counted.word()));
    }
    return limit;
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
}
