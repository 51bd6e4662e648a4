package ai.preloop.activities.virtualservers;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.servers.Catalogs;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Virtual servers, put together. */
@Configuration(proxyBeanMethods = false)
public class VirtualServersConfiguration {

  @Bean
  KnownVirtualServers knownVirtualServers(Database database) {
    return new KnownVirtualServers(database);
  }

  @Bean
  VirtualServers virtualServers(
      Database database, Catalogs catalogs, Revisions revisions, Audit audit) {
    return new VirtualServers(database, catalogs, revisions, audit);
  }
}
