package ai.preloop.activities.webhooks;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.webhooks.Webhook.Last;
import ai.preloop.activities.webhooks.Webhook.Plan;
import ai.preloop.workflows.identity.AccountId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Webhooks as rows. */
final class WebhookRows {

  private WebhookRows() {}

  static List<Webhook> all(JdbcClient jdbc, AccountId account) {
    return jdbc.sql(
            """
            select w.id, w.name, w.url, w.created_at, d.event_type, d.attempts, d.ended_at, d.error
            from webhooks w left join lateral (
              select * from webhook_deliveries d where d.webhook_id = w.id
              order by d.created_at desc limit 1) d on true
            where w.account_id = ? order by w.name
            """)
        .param(account.value())
        .query((row, number) -> read(row))
        .list();
  }

  static void add(JdbcClient jdbc, AccountId account, UUID id, Plan plan, byte[] sealed) {
    jdbc.sql("insert into webhooks (id, account_id, name, url, secret) values (?, ?, ?, ?, ?)")
        .params(id, account.value(), plan.name(), plan.url().toString(), sealed)
        .update();
  }

  static void delete(JdbcClient jdbc, AccountId account, UUID id) {
    jdbc.sql("delete from webhooks where id = ? and account_id = ?")
        .params(id, account.value())
        .update();
  }

  private static Webhook read(ResultSet row) throws SQLException {
    return new Webhook(
        Columns.uuid(row, "id"),
        new Plan(row.getString("name"), URI.create(row.getString("url"))),
        Columns.instant(row, "created_at"),
        last(row));
  }

  private static @Nullable Last last(ResultSet row) throws SQLException {
    String event = row.getString("event_type");
    return event == null
        ? null
        : new Last(
            event,
            row.getInt("attempts"),
            Columns.nullableInstant(row, "ended_at"),
            row.getString("error"));
  }
}
