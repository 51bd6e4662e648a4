package ai.preloop.activities.idempotency;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.secrets.RootKey;
import ai.preloop.activities.secrets.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Idempotency keys, put together. */
@Configuration(proxyBeanMethods = false)
public class IdempotencyConfiguration {

  @Bean
  Idempotency idempotency(Database database, Revisions revisions, RootKey root) {
    return new Idempotency(database, revisions, new Sealer(root, "idempotency"));
  }
}
