package ai.preloop.activities.accounts;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The rows of accounts, put together. */
@Configuration(proxyBeanMethods = false)
public class AccountsConfiguration {

  @Bean
  AccountRows accountRows(Database database, Revisions revisions, Audit audit) {
    return new AccountRows(database, revisions, audit);
  }
}
