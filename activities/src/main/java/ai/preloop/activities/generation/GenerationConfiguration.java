package ai.preloop.activities.generation;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditLog;
import ai.preloop.activities.gateway.ChatCompletions;
import ai.preloop.activities.gateway.ListedModels;
import ai.preloop.activities.policies.Backtests;
import ai.preloop.activities.policies.Policies;
import ai.preloop.activities.policies.PolicyTrials;
import ai.preloop.activities.servers.Catalogs;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Drafting of policies, put together. */
@Configuration(proxyBeanMethods = false)
public class GenerationConfiguration {

  @Bean
  Tasks generationTasks(Policies policies, Catalogs catalogs, AuditLog log) {
    return new Tasks(policies, catalogs, log);
  }

  @Bean
  Proofs draftProofs(
      Policies policies, Backtests backtests, PolicyTrials trials, InstantSource clock) {
    return new Proofs(policies, backtests, trials, clock);
  }

  @Bean
  PolicyGeneration policyGeneration(
      ChatCompletions completions,
      ListedModels models,
      Tasks tasks,
      Proofs proofs,
      Audit audit,
      MeterRegistry meters) {
    return new PolicyGeneration(
        completions, models, tasks, proofs, new GenerationLog(audit, meters));
  }
}
