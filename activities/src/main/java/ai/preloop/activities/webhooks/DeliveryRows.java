package ai.preloop.activities.webhooks;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Storable;
import ai.preloop.activities.webhooks.Delivery.To;
import ai.preloop.workflows.identity.AccountId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Deliveries as rows, which any node may take, each one at a time. */
final class DeliveryRows {

  private static final int LONGEST_ERROR = 500;

  private final Database database;

  DeliveryRows(Database database) {
    this.database = database;
  }

  /** One that may be due. */
  record Due(UUID id, AccountId account) {}

  /** Those that wait longest first, so many of one account. */
  List<Due> due(int most, int ofOne) {
    return database.asSystem(jdbc ->
        jdbc.sql(
                """
                select id, account_id from (
                  select id, account_id, due_at,
                    row_number() over (partition by account_id order by due_at, id) as number
                  from webhook_deliveries where ended_at is null and due_at <= clock_timestamp()) d
                where number <= ? order by due_at limit ?
                """)
            .params(ofOne, most)
            .query((row, number) ->
                new Due(Columns.uuid(row, "id"), new AccountId(Columns.uuid(row, "account_id"))))
            .list());
  }

  /** Takes it for so long, unless another node has. */
  Optional<Delivery> take(Due due, Duration time) {
    return database.inAccount(
        due.account(),
        jdbc ->
            jdbc.sql(
                    """
                    update webhook_deliveries d
                    set attempts = attempts + 1,
                      due_at = clock_timestamp() + make_interval(secs => ?)
                    from webhooks w
                    where d.id = ? and w.id = d.webhook_id
                      and d.ended_at is null and d.due_at <= clock_timestamp()
                    returning d.id, d.account_id, d.body, d.attempts, w.id as webhook, w.url, w.secret
                    """)
                .params(time.toSeconds(), due.id())
                .query((row, number) -> read(row))
                .optional());
  }

  void delivered(Delivery delivery) {
    end(delivery, null);
  }

  void givenUp(Delivery delivery, String error) {
    end(delivery, error);
  }

  private void end(Delivery delivery, @Nullable String error) {
    database.doInAccount(
        delivery.account(),
        jdbc ->
            jdbc.sql(
                    """
                    update webhook_deliveries set ended_at = clock_timestamp(), error = ?
                    where id = ?
                    """)
                .param(Storable.shortened(error, LONGEST_ERROR))
                .param(delivery.id())
                .update());
  }

  void tryAgain(Delivery delivery, Duration rest, String error) {
    database.doInAccount(
        delivery.account(),
        jdbc ->
            jdbc.sql(
                    """
                    update webhook_deliveries
                    set due_at = clock_timestamp() + make_interval(secs => ?), error = ?
                    where id = ?
                    """)
                .param(rest.toSeconds())
                .param(Storable.shortened(error, LONGEST_ERROR))
                .param(delivery.id())
                .update());
  }

  /** Forgets what ended so long ago. */
  void forget(Duration age) {
    database.doAsSystem(jdbc ->
        jdbc.sql(
                """
                delete from webhook_deliveries
                where ended_at < clock_timestamp() - make_interval(secs => ?)
                """)
            .param(age.toSeconds())
            .update());
  }

  private static Delivery read(ResultSet row) throws SQLException {
    return new Delivery(
        Columns.uuid(row, "id"),
        new AccountId(Columns.uuid(row, "account_id")),
        new To(
            Columns.uuid(row, "webhook"), URI.create(row.getString("url")), row.getBytes("secret")),
        row.getString("body"),
        row.getInt("attempts"));
  }
}
