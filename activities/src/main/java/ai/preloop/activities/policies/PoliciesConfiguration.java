package ai.preloop.activities.policies;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditLog;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.servers.BroughtServers;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.FirstScans;
import ai.preloop.activities.servers.PolicyMentions;
import ai.preloop.activities.servers.Scanning;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The use cases of policies. */
@Configuration(proxyBeanMethods = false)
public class PoliciesConfiguration {

  @Bean
  ActivePolicies activePolicies(Database database, Catalogs catalogs) {
    return new ActivePolicies(database, catalogs);
  }

  @Bean
  Policies policies(Database database, DocumentReading reading, Drafts drafts) {
    return new Policies(database, reading, drafts);
  }

  @Bean
  Attempts attempts(Database database, Revisions revisions) {
    return new Attempts(database, revisions);
  }

  @Bean
  VersionWriter versionWriter(BroughtServers servers, Audit audit) {
    return new VersionWriter(servers, audit);
  }

  @Bean
  Uploads uploads(
      Database database,
      DocumentReading reading,
      Attempts attempts,
      VersionWriter writer,
      BroughtServers servers,
      CheckedScans scans) {
    return new Uploads(database, reading, attempts, writer, servers, scans);
  }

  @Bean
  Rollbacks rollbacks(
      Database database,
      DocumentReading reading,
      Drafts drafts,
      Attempts attempts,
      VersionWriter writer,
      BroughtServers servers,
      CheckedScans scans) {
    return new Rollbacks(database, reading, drafts, attempts, writer, servers, scans);
  }

  /** As many at once as there are processors, who wait for one another for 20 s. */
  @Bean
  ReadingRoom readingRoom() {
    return new ReadingRoom(
        Math.max(2, Runtime.getRuntime().availableProcessors()), Duration.ofSeconds(20));
  }

  @Bean
  DocumentReading documentReading(
      Database database,
      Catalogs catalogs,
      ReadingRoom room,
      @Value("${preloop.policy-env-allow}") List<String> allowed) {
    return new DocumentReading(database, catalogs, room, environment(allowed));
  }

  @Bean
  Drafts drafts(ActivePolicies policies, WaitingCalls waiting) {
    return new Drafts(policies, waiting);
  }

  @Bean
  Backtests backtests(Policies policies, Drafts drafts, AuditLog log) {
    return new Backtests(policies, drafts, log);
  }

  @Bean
  Recollections recollections(Database database, AuditLog log, Drafts drafts) {
    return new Recollections(database, log, drafts);
  }

  @Bean
  CheckedScans checkedScans(
      Scanning scanning,
      BroughtServers brought,
      FirstScans firstScans,
      Database database,
      DocumentReading reading,
      Audit audit) {
    return new CheckedScans(scanning, brought, firstScans, database, reading, audit);
  }

  @Bean
  PolicyEntries policyEntries(Database database, Uploads uploads) {
    return new PolicyEntries(database, uploads);
  }

  @Bean
  PolicyVersions policyVersions(Database database, Audit audit) {
    return new PolicyVersions(database, audit);
  }

  @Bean
  PolicyTrials policyTrials(
      ActivePolicies policies,
      Catalogs catalogs,
      InstantSource clock,
      ReadingRoom room,
      @Value("${preloop.policy-env-allow}") List<String> allowed) {
    return new PolicyTrials(policies, catalogs, room, environment(allowed), clock);
  }

  @Bean
  ConditionTrials conditionTrials(
      Database database,
      Catalogs catalogs,
      InstantSource clock,
      @Value("${preloop.policy-env-allow}") List<String> allowed) {
    return new ConditionTrials(database, catalogs, environment(allowed), clock);
  }

  @Bean
  PolicyMentions policyMentions() {
    return new ActiveMentions();
  }

  private static Map<String, String> environment(List<String> allowed) {
    return allowed.stream()
        .filter(name -> System.getenv(name) != null)
        .collect(Collectors.toMap(Function.identity(), System::getenv));
  }
}
