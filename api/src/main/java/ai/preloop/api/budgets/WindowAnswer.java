package ai.preloop.api.budgets;

import ai.preloop.activities.budgets.Spending;
import ai.preloop.policies.budgets.Dollars;
import ai.preloop.policies.budgets.Unit;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the window of now has come to, for one subject. */
@Schema(name = "BudgetWindow")
record WindowAnswer(
    @Schema(
            description =
                "The user, key, team, agent, flow, session or model; empty where calls count together.")
        String subject,
    Instant startedAt,
    @Schema(description = "Null for all time.") @Nullable Instant resetsAt,
    @Schema(description = "Booked; null where calls are counted.") @Nullable BigDecimal spentUsd,
    @Schema(
            description =
                "In the hands of nodes: for calls under way, and for calls of the last minute or so"
                    + " that are not booked yet. It counts as spent.")
        @Nullable BigDecimal reservedUsd,
    @Schema(description = "Calls that are booked; null for usd.") @Nullable Long spent,
    @Schema(description = "Calls in the hands of nodes, which count as made; null for usd.")
        @Nullable Long reserved) {

  static WindowAnswer of(Unit unit, Spending spending) {
    boolean isMoney = unit.isMoney();
    return new WindowAnswer(
        spending.subject(),
        spending.start(),
        spending.resetsAt(),
        isMoney ? Dollars.of(spending.spent()) : null,
        isMoney ? Dollars.of(spending.reserved()) : null,
        isMoney ? null : spending.spent(),
        isMoney ? null : spending.reserved());
  }
}
