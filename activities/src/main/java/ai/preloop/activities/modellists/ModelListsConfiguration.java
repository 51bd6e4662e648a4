package ai.preloop.activities.modellists;

import ai.preloop.activities.accounts.AccountRows;
import ai.preloop.activities.database.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lists of models, put together. */
@Configuration(proxyBeanMethods = false)
public class ModelListsConfiguration {

  @Bean
  KnownAllowLists knownAllowLists(Database database) {
    return new KnownAllowLists(database);
  }

  @Bean
  ModelAllowLists modelAllowLists(AccountRows rows) {
    return new ModelAllowLists(rows);
  }
}
