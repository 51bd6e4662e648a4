package ai.preloop.activities.budgets;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.activities.webhooks.Event;
import ai.preloop.activities.webhooks.Outbox;
import ai.preloop.policies.budgets.Dollars;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Says in the ledger, and to the account's webhooks, that a budget is used up. */
final class RecordedBudgetEvents implements BudgetEvents {

  private static final String TYPE = "budget.exceeded";

  private final Audit audit;
  private final Outbox outbox;

  RecordedBudgetEvents(Audit audit, Outbox outbox) {
    this.audit = audit;
    this.outbox = outbox;
  }

  @Override
  public void exceeded(JdbcClient jdbc, Budget budget, Window window, long spent) {
    Map<String, Object> details = details(budget, window, spent);
    AuditRecord record =
        AuditRecord.of(
            window.account(),
            new Who("system", null, "budgets"),
            new What(TYPE, budget.name(), null, JsonMapper.shared().writeValueAsString(details)));
    audit.change(record);
    outbox.tell(jdbc, window.account(), new Event(TYPE, record.at(), details));
  }

  private static Map<String, Object> details(Budget budget, Window window, long spent) {
    Plan plan = budget.plan();
    var details = new LinkedHashMap<String, Object>();
    details.put("budget", budget.id());
    details.put("name", budget.name());
    details.put("scope", plan.scope().type().word());
    details.put("subject", window.subject());
    details.put("window_start", window.start());
    details.put("unit", plan.unit().word());
    details.put(plan.unit().isMoney() ? "limit_usd" : "limit", amount(plan, plan.limit()));
    details.put(plan.unit().isMoney() ? "spent_usd" : "spent", amount(plan, spent));
    return details;
  }

  private static Object amount(Plan plan, long amount) {
    return plan.unit().isMoney() ? Dollars.of(amount) : amount;
  }
}
