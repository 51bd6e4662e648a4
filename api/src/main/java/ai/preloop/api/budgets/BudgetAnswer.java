package ai.preloop.api.budgets;

import ai.preloop.activities.budgets.Budget;
import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.policies.budgets.Dollars;
import ai.preloop.policies.budgets.Unit;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A budget, and what it has come to. */
@Schema(name = "Budget")
record BudgetAnswer(
    UUID id,
    String name,
    ScopeBody scope,
    @Schema(allowableValues = {"hour", "day", "week", "month", "all_time"}) String period,
    @Schema(allowableValues = {"usd", "tool_calls", "side_effects"}) String unit,
    @Schema(description = "Null where calls are counted.") @Nullable BigDecimal limitUsd,
    @Schema(description = "How many calls; null for usd.") @Nullable Long limit,
    @Schema(allowableValues = {"soft", "hard"}) String kind,
    @Schema(allowableValues = {"allow", "refuse"}) String onUnpriced,
    @Schema(description = "Null for a budget for each of many; its windows are listed apart.")
        @Nullable WindowAnswer window,
    Instant createdAt,
    Instant updatedAt) {

  static BudgetAnswer of(Budget budget, @Nullable WindowAnswer window) {
    Plan plan = budget.plan();
    Unit unit = plan.unit();
    return new BudgetAnswer(
        budget.id(),
        plan.name(),
        ScopeBody.of(plan.scope()),
        plan.period().word(),
        unit.word(),
        unit.isMoney() ? Dollars.of(plan.limit()) : null,
        unit.isMoney() ? null : plan.limit(),
        plan.kind().word(),
        plan.onUnpriced().word(),
        window,
        budget.createdAt(),
        budget.updatedAt());
  }
}
