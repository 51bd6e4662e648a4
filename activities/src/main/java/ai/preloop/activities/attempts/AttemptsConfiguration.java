package ai.preloop.activities.attempts;

import ai.preloop.activities.providers.Providers;
import ai.preloop.activities.providers.ProvidersConfiguration;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.upstream.Outbound;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The way to providers of models. */
@Configuration(proxyBeanMethods = false)
@Import(ProvidersConfiguration.class)
public class AttemptsConfiguration {

  @Bean
  ProviderKeys providerKeys(SecretStore store) {
    return new ProviderKeys(store, Ticker.systemTicker());
  }

  @Bean
  ModelGates modelGates(MeterRegistry meters) {
    return new ModelGates(System::nanoTime, meters);
  }

  @Bean
  Attempts modelAttempts(
      Providers providers,
      Outbound outbound,
      ProviderKeys keys,
      ModelGates gates,
      InstantSource clock,
      MeterRegistry meters) {
    RandomGenerator chance = new Random();
    Backoff backoff = new Backoff(clock, chance);
    return new Attempts(
        new Means(providers, outbound, keys, gates, backoff, meters), new TargetOrder(chance));
  }
}
