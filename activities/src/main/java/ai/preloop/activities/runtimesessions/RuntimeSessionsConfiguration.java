package ai.preloop.activities.runtimesessions;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseClock;
import ai.preloop.activities.usage.UsageLog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The sessions of agents as they are read. */
@Configuration(proxyBeanMethods = false)
public class RuntimeSessionsConfiguration {

  @Bean
  RuntimeSessions runtimeSessions(Database database, UsageLog usage, DatabaseClock clock) {
    return new RuntimeSessions(database, usage, clock);
  }
}
