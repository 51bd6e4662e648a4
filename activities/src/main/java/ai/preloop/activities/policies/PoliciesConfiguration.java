package ai.preloop.activities.policies;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditLog;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.PolicyMentions;
import ai.preloop.activities.servers.Scanning;
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
  Policies policies(
      Database database, DocumentReading reading, Drafts drafts, Revisions revisions, Audit audit) {
    return new Policies(database, reading, drafts, revisions, audit);
  }

  @Bean
  DocumentReading documentReading(
      Database database,
      Catalogs catalogs,
      @Value("${preloop.policy-env-allow}") List<String> allowed) {
    return new DocumentReading(database, catalogs, environment(allowed));
  }

  @Bean
  Drafts drafts(ActivePolicies policies, WaitingCalls waiting) {
    return new Drafts(policies, waiting);
  }

  @Bean
  Backtests backtests(Policies policies, Drafts drafts, Database database) {
    return new Backtests(policies, drafts, new AuditLog(database));
  }

  @Bean
  Recollections recollections(Database database, Drafts drafts) {
    return new Recollections(database, new AuditLog(database), drafts);
  }

  @Bean
  CheckedScans checkedScans(
      Scanning scanning, Database database, DocumentReading reading, Audit audit) {
    return new CheckedScans(scanning, database, reading, audit);
  }

  @Bean
  PolicyEntries policyEntries(Database database, Policies policies) {
    return new PolicyEntries(database, policies);
  }

  @Bean
  PolicyVersions policyVersions(
      Database database, Drafts drafts, Revisions revisions, Audit audit) {
    return new PolicyVersions(database, drafts, revisions, audit);
  }

  @Bean
  PolicyTrials policyTrials(
      ActivePolicies policies,
      Catalogs catalogs,
      InstantSource clock,
      @Value("${preloop.policy-env-allow}") List<String> allowed) {
    return new PolicyTrials(policies, catalogs, environment(allowed), clock);
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
