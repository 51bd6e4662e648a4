package ai.preloop.activities.servers;

import ai.preloop.activities.approvals.LeakedLinks;
import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.oauth.Authorizations;
import ai.preloop.activities.oauth.GrantedAccess;
import ai.preloop.activities.oauth.OAuthConfiguration;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.secrets.SecretUse;
import ai.preloop.activities.switches.AccountSwitches;
import ai.preloop.activities.upstream.UpstreamClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
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
  Secrets secrets(
      Database database,
      SecretStore store,
      ServerRepository servers,
      ObjectProvider<SecretUse> uses) {
    return new Secrets(database, store, servers, uses.stream().toList());
  }

  @Bean
  Scanning scanning(
      Database database,
      ServerRepository rows,
      Catalogs catalogs,
      Scanning.Way way,
      Revisions revisions,
      Audit audit,
      InstantSource clock) {
    return new Scanning(database, rows, catalogs, way, revisions, audit, clock);
  }

  @Bean
  Scanning.Way wayToServers(UpstreamClient client, ServerDoors doors, Checkpoint checkpoint) {
    return new Scanning.Way(client, doors, checkpoint);
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
  ServerDoors serverDoors(ServerLimits limits, MeterRegistry meters) {
    return new ServerDoors(limits, meters);
  }

  @Bean
  ResourceNames resourceNames() {
    return new ResourceNames();
  }

  @Bean
  Checkpoint checkpoint(
      LeakedLinks links, AccountSwitches switches, ResourceNames names, Audit audit) {
    return new Checkpoint(links, switches, names, new Questions(audit));
  }

  @Bean
  Overheard.Opening overheard(
      UpstreamClient client,
      Database database,
      Catalogs catalogs,
      Checkpoint checkpoint,
      UpstreamSessions sessions,
      UpstreamCalls calls) {
    return new Overheard.Opening(
        client, new UpstreamSessionRows(database), catalogs, checkpoint, sessions, calls);
  }

  @Bean
  ServerHealth serverHealth(MeterRegistry meters, InstantSource clock) {
    return new ServerHealth(meters, clock);
  }

  @Bean
  HealthRows healthRows(Database database, Audit audit) {
    return new HealthRows(database, audit);
  }

  @Bean
  ScanTimes scanTimes(Database database, ScanSettings settings) {
    return new ScanTimes(database, settings);
  }

  @Bean
  ServerWatch serverWatch(
      ServerHealth health,
      HealthRows rows,
      ScanTimes times,
      Scanning scanning,
      ServerWatch.Probing probing,
      Checkpoint checkpoint,
      MeterRegistry meters) {
    ServerWatch watch = new ServerWatch(health, rows, times, scanning, probing, meters);
    health.whenTurned(watch::changed);
    checkpoint.whenToolsChange(watch::announced);
    return watch;
  }

  @Bean
  ServerWatch.Probing probing(Catalogs catalogs, UpstreamClient client) {
    return new ServerWatch.Probing(catalogs, client);
  }

  @Bean
  UpstreamSessions upstreamSessions(
      UpstreamClient client, Database database, Checkpoint checkpoint) {
    return new UpstreamSessions(client, new UpstreamSessionRows(database), checkpoint);
  }

  @Bean
  UpstreamCalls upstreamCalls(
      UpstreamClient client,
      UpstreamSessions sessions,
      ServerHealth health,
      ServerDoors doors,
      Checkpoint checkpoint) {
    return new UpstreamCalls(client, sessions, health, doors, checkpoint);
  }
}
