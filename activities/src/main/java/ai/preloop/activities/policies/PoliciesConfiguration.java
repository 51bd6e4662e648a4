package ai.preloop.activities.policies;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.PolicyMentions;
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
      Database database,
      Catalogs catalogs,
      Revisions revisions,
      Audit audit,
      @Value("${preloop.policy-env-allow}") List<String> allowed) {
    return new Policies(
        database, new DocumentReading(catalogs, environment(allowed)), revisions, audit);
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
