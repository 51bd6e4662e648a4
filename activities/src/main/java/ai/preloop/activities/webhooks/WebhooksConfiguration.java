package ai.preloop.activities.webhooks;

import ai.preloop.activities.accounts.AccountRows;
import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.secrets.RootKey;
import ai.preloop.activities.secrets.Sealer;
import ai.preloop.activities.upstream.Outbound;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Webhooks, put together. */
@Configuration(proxyBeanMethods = false)
public class WebhooksConfiguration {

  @Bean
  SealedSecrets webhookSecrets(RootKey root) {
    return new SealedSecrets(new Sealer(root, "webhooks"));
  }

  @Bean
  Outbox webhookOutbox() {
    return new Outbox();
  }

  @Bean
  Webhooks webhooks(
      Database database,
      AccountRows rows,
      SealedSecrets secrets,
      AddressRules addresses,
      Outbox outbox,
      InstantSource clock) {
    return new Webhooks(database, rows, secrets, addresses, outbox, clock);
  }

  @Bean
  Deliveries webhookDeliveries(
      Database database,
      SealedSecrets secrets,
      Outbound outbound,
      InstantSource clock,
      MeterRegistry meters) {
    return new Deliveries(
        new DeliveryRows(database), secrets, outbound, clock, new DeliveryMetrics(meters));
  }
}
