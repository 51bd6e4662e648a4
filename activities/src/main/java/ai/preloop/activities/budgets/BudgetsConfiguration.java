package ai.preloop.activities.budgets;

import ai.preloop.activities.accounts.AccountRows;
import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseClock;
import ai.preloop.activities.nodes.ThisNode;
import ai.preloop.activities.webhooks.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Budgets, put together. */
@Configuration(proxyBeanMethods = false)
public class BudgetsConfiguration {

  @Bean
  KnownBudgets knownBudgets(Database database) {
    return new KnownBudgets(database);
  }

  @Bean
  BudgetMetrics budgetMetrics(MeterRegistry meters) {
    return new BudgetMetrics(meters);
  }

  @Bean
  Tills budgetTills(Database database, BudgetMetrics metrics) {
    return new Tills(new LeaseRows(database), metrics, System::nanoTime);
  }

  @Bean
  Tallies budgetTallies(Database database, Audit audit, Outbox outbox) {
    return new Tallies(database, new RecordedBudgetEvents(audit, outbox), System::nanoTime);
  }

  @Bean
  Budgets budgets(
      KnownBudgets known,
      Tills tills,
      Tallies tallies,
      DatabaseClock clock,
      ThisNode node,
      BudgetMetrics metrics) {
    return new Budgets(known, tills, tallies, clock, node::confirmed, metrics);
  }

  @Bean
  BudgetKeeping budgetKeeping(
      Tills tills, Tallies tallies, LostLeases lost, DatabaseClock clock, ThisNode node) {
    return new BudgetKeeping(tills, tallies, lost, clock, node::confirmed);
  }

  @Bean
  LostLeases lostLeases(Database database, BudgetMetrics metrics) {
    return new LostLeases(database, metrics);
  }

  @Bean
  BudgetPlans budgetPlans(AccountRows rows) {
    return new BudgetPlans(rows);
  }
}
