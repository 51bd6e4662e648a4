package ai.preloop.activities.repricing;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.models.KnownModels;
import ai.preloop.activities.prices.Pricing;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Re-pricing, put together. */
@Configuration(proxyBeanMethods = false)
public class RepricingConfiguration {

  @Bean
  Repricing repricing(Database database, KnownModels models, Pricing pricing, Audit audit) {
    return new Repricing(database, models, pricing, audit);
  }
}
