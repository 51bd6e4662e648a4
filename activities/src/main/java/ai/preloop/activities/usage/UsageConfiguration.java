package ai.preloop.activities.usage;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseClock;
import ai.preloop.activities.nodes.ThisNode;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The ledger's writer, and what settles the calls of lost nodes. */
@Configuration(proxyBeanMethods = false)
public class UsageConfiguration {

  @Bean
  UsageLedger usageLedger(
      Database database,
      MeterRegistry meters,
      UsageSettings settings,
      ThisNode node,
      DatabaseClock clock) {
    return new UsageLedger(database, meters, settings, node, clock);
  }

  @Bean
  LostCalls lostCalls(Database database) {
    return new LostCalls(database);
  }

  @Bean
  UsageUpkeep usageUpkeep(Database database, UsageSettings settings, DatabaseClock clock) {
    return new UsageUpkeep(database, settings, clock);
  }

  @Bean
  UsageLog usageLog(Database database) {
    return new UsageLog(database);
  }
}
