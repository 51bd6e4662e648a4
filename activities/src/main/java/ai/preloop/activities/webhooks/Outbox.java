package ai.preloop.activities.webhooks;

import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where events are left, in the transaction of what they tell of. */
public final class Outbox {

  public Outbox() {}

  /** Leaves it for each of the account's webhooks; {@code jdbc} is of a transaction of its own. */
  public void tell(JdbcClient jdbc, AccountId account, Event event) {
    jdbc.sql("select id from webhooks where account_id = ?")
        .param(account.value())
        .query(UUID.class)
        .list()
        .forEach(webhook -> tell(jdbc, account, webhook, event));
  }

  /** Leaves it for one. */
  void tell(JdbcClient jdbc, AccountId account, UUID webhook, Event event) {
    jdbc.sql(
            """
            insert into webhook_deliveries (id, account_id, webhook_id, event_type, body)
            select ?, account_id, id, ?, ? from webhooks
            where id = ? and account_id = ? for key share
            """)
        .params(Ids.next(), event.type(), event.body(), webhook, account.value())
        .update();
  }
}
