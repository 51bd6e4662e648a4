package ai.preloop.activities.budgets;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.policies.budgets.Dollars;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Says in the ledger that a budget is used up. */
final class RecordedBudgetEvents implements BudgetEvents {

  private final Audit audit;

  RecordedBudgetEvents(Audit audit) {
    this.audit = audit;
  }

  @Override
  public void exceeded(Budget budget, Window window, long spentNanos) {
    String details =
        JsonMapper.shared()
            .writeValueAsString(
                Map.of(
                    "budget", budget.id(),
                    "scope", budget.plan().scope().type().word(),
                    "subject", window.subject(),
                    "window_start", window.start(),
                    "limit_usd", Dollars.of(budget.plan().limit()),
                    "spent_usd", Dollars.of(spentNanos)));
    audit.change(
        AuditRecord.of(
            window.account(),
            new Who("system", null, "budgets"),
            new What("budget.exceeded", budget.name(), null, details)));
  }
}
