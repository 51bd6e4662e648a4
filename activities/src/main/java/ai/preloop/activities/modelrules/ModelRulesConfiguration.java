package ai.preloop.activities.modelrules;

import ai.preloop.activities.approvals.Approvals;
import ai.preloop.activities.approvals.Attendance;
import ai.preloop.activities.approvals.Passes;
import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.identity.Principals;
import ai.preloop.activities.modellists.KnownAllowLists;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.waiting.Waiters;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may call which model, put together. */
@Configuration(proxyBeanMethods = false)
public class ModelRulesConfiguration {

  @Bean
  ModelRecords modelRecords(Audit audit) {
    return new ModelRecords(audit);
  }

  @Bean
  ModelPolicies modelPolicies(
      ActivePolicies policies, KnownAllowLists lists, ModelRecords records, InstantSource clock) {
    return new ModelPolicies(policies, lists, records, clock);
  }

  @Bean
  HeldModelCalls heldModelCalls(
      Waiters waiters,
      Passes passes,
      Attendance attendance,
      Principals principals,
      ModelPolicies policies) {
    return new HeldModelCalls(waiters, passes, attendance, principals, policies);
  }

  @Bean
  ModelApprovals modelApprovals(Approvals approvals, HeldModelCalls held, ModelRecords records) {
    return new ModelApprovals(approvals, held, records);
  }
}
