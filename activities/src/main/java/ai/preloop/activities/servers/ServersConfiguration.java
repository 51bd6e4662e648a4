package ai.preloop.activities.servers;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.oauth.Authorizations;
import ai.preloop.activities.oauth.GrantedAccess;
import ai.preloop.activities.oauth.OAuthConfiguration;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.upstream.UpstreamClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;

/** The use cases of upstream servers. */
@Configuration(proxyBeanMethods = false)
@Import(OAuthConfiguration.class)
@EnableJdbcRepositories(
    considerNestedRepositories = true,
    transactionManagerRef = "transactionManager")
public class ServersConfiguration {

  @Bean
  Catalogs catalogs(
      Database database, ServerRepository servers, SecretStore secrets, GrantedAccess access) {
    return new Catalogs(database, servers, new SignIns(secrets, access), BuiltinTools.NAMES);
  }

  @Bean
  ServerRegister serverRegister(
      ServerRepository rows, SecretStore secrets, Audit audit, InstantSource clock) {
    return new ServerRegister(rows, new ServerSecrets(secrets), audit, clock);
  }

  @Bean
  Servers servers(
      Database database,
      ServerRegister register,
      ServerRepository rows,
      PolicyMentions policy,
      Revisions revisions) {
    return new Servers(database, register, new ServerNaming(rows, policy), revisions);
  }

  @Bean
  BroughtServers broughtServers(Database database, ServerRegister register, SecretStore secrets) {
    return new BroughtServers(database, register, secrets);
  }

  @Bean
  ServerAuthorizations serverAuthorizations(
      Database database,
      ServerRegister register,
      Authorizations authorizations,
      GrantedAccess access,
      Revisions revisions) {
    return new ServerAuthorizations(database, register, authorizations, access, revisions);
  }

  @Bean
  Secrets secrets(Database database, SecretStore store, ServerRepository servers) {
    return new Secrets(database, store, servers);
  }

  @Bean
  Scanning scanning(
      Database database,
      ServerRepository rows,
      Catalogs catalogs,
      UpstreamClient client,
      Revisions revisions,
      Audit audit,
      InstantSource clock) {
    return new Scanning(database, rows, catalogs, client, revisions, audit, clock);
  }

  @Bean
  FirstScans firstScans(Scanning scanning) {
    return new FirstScans(scanning);
  }

  @Bean
  Definitions definitions(
      Database database, ServerRepository rows, Revisions revisions, Audit audit) {
    return new Definitions(database, rows, revisions, audit);
  }

  @Bean
  Overheard.Opening overheard(
      UpstreamClient client, Database database, Catalogs catalogs, UpstreamCalls calls) {
    return new Overheard.Opening(client, new UpstreamSessionRows(database), catalogs, calls);
  }

  @Bean
  ServerHealth serverHealth(MeterRegistry meters, InstantSource clock) {
    return new ServerHealth(meters, clock);
  }

  @Bean
  UpstreamCalls upstreamCalls(UpstreamClient client, Database database, ServerHealth health) {
    return new UpstreamCalls(client, new UpstreamSessionRows(database), health);
  }
}
