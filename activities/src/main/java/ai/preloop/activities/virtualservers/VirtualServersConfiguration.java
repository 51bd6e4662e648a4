package ai.preloop.activities.virtualservers;

import ai.preloop.activities.accounts.AccountRows;
import ai.preloop.activities.database.Database;
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
  VirtualServers virtualServers(AccountRows rows, Catalogs catalogs) {
    return new VirtualServers(rows, catalogs);
  }
}
