package ai.preloop.activities.prices;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Prices, put together. */
@Configuration(proxyBeanMethods = false)
public class PricesConfiguration {

  @Bean
  Pricing pricing() {
    return new Pricing(PriceCatalogue.read());
  }
}
