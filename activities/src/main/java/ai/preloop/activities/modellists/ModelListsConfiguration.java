package ai.preloop.activities.modellists;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
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
  ModelAllowLists modelAllowLists(Database database, Revisions revisions, Audit audit) {
    return new ModelAllowLists(database, revisions, audit);
  }
}
