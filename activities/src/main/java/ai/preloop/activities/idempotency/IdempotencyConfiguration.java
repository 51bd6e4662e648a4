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
  IdempotencyRows idempotencyRows(RootKey root) {
    return new IdempotencyRows(new Sealer(root, "idempotency"));
  }

  @Bean
  Idempotency idempotency(Database database, Revisions revisions, IdempotencyRows rows) {
    return new Idempotency(database, revisions, rows);
  }

  @Bean
  KeyedCalls keyedCalls(Database database, IdempotencyRows rows) {
    return new KeyedCalls(database, rows);
  }
}
