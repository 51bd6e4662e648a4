package ai.preloop.activities.switches;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The switches of accounts, put together. */
@Configuration(proxyBeanMethods = false)
public class SwitchesConfiguration {

  @Bean
  AccountSwitches accountSwitches(Database database) {
    return new AccountSwitches(database);
  }

  @Bean
  Switches switches(Database database, Revisions revisions, Audit audit) {
    return new Switches(database, revisions, audit);
  }
}
