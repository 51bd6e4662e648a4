package ai.preloop.activities.models;

import ai.preloop.activities.accounts.AccountRows;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.providers.Providers;
import ai.preloop.activities.secrets.SecretStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Models, put together. */
@Configuration(proxyBeanMethods = false)
public class ModelsConfiguration {

  @Bean
  KnownModels knownModels(Database database) {
    return new KnownModels(database);
  }

  @Bean
  KeyedModels keyedModels(Database database) {
    return new KeyedModels(database);
  }

  @Bean
  AiModels aiModels(AccountRows rows, SecretStore secrets, ModelTrial trial, Providers providers) {
    return new AiModels(rows, new ModelKeys(secrets), trial, providers);
  }
}
