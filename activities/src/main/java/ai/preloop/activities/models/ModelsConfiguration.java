package ai.preloop.activities.models;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
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
  AiModels aiModels(
      Database database,
      SecretStore secrets,
      Revisions revisions,
      Audit audit,
      ModelTrial trial,
      Providers providers) {
    return new AiModels(database, new ModelKeys(secrets), revisions, audit, trial, providers);
  }
}
