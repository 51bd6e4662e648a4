package ai.preloop.api.budgets;

import ai.preloop.activities.budgets.Spending;
import ai.preloop.policies.budgets.Dollars;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the window of now has come to, for one subject. */
@Schema(name = "BudgetWindow")
record WindowAnswer(
    @Schema(description = "The user, key, session or model; empty where calls count together.")
        String subject,
    Instant startedAt,
    @Schema(description = "Null for all time.") @Nullable Instant resetsAt,
    @Schema(description = "Booked.") BigDecimal spentUsd,
    @Schema(
            description =
                "In the hands of nodes: for calls under way, and for calls of the last minute or so"
                    + " that are not booked yet. It counts as spent.")
        BigDecimal reservedUsd) {

  static WindowAnswer of(Spending spending) {
    return new WindowAnswer(
        spending.subject(),
        spending.start(),
        spending.resetsAt(),
        Dollars.of(spending.spent()),
        Dollars.of(spending.reserved()));
  }
}
