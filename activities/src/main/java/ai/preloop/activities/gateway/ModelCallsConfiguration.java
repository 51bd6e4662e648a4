package ai.preloop.activities.gateway;

import ai.preloop.activities.attempts.Attempts;
import ai.preloop.activities.budgets.Budgets;
import ai.preloop.activities.modelrules.ModelApprovals;
import ai.preloop.activities.modelrules.ModelPolicies;
import ai.preloop.activities.models.KnownModels;
import ai.preloop.activities.prices.Pricing;
import ai.preloop.activities.usage.UsageLedger;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Calls of models, put together. */
@Configuration(proxyBeanMethods = false)
public class ModelCallsConfiguration {

  @Bean
  ModelChoices modelChoices(KnownModels models, ModelPolicies policies) {
    return new ModelChoices(models, policies);
  }

  @Bean
  ListedModels listedModels(ModelChoices choices) {
    return new ListedModels(choices);
  }

  @Bean
  Estimates modelEstimates(Pricing pricing) {
    return new Estimates(pricing);
  }

  @Bean
  Admissions modelAdmissions(
      ModelChoices choices, ModelPolicies policies, ModelApprovals approvals, Estimates estimates) {
    return new Admissions(choices, policies, approvals, estimates);
  }

  @Bean
  ModelCalls modelCalls(
      Admissions admissions,
      Estimates estimates,
      Budgets budgets,
      UsageLedger ledger,
      Attempts attempts,
      InstantSource clock) {
    return new ModelCalls(admissions, estimates, budgets, ledger, attempts, clock);
  }

  @Bean
  ChatCompletions chatCompletions(ModelCalls calls) {
    return new ChatCompletions(calls);
  }

  @Bean
  ModelTrials modelTrials(ModelCalls calls) {
    return new ModelTrials(calls);
  }
}
