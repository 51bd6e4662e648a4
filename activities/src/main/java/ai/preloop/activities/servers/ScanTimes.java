package ai.preloop.activities.servers;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * When each server is asked for its tools next. A node that takes a server moves its time on in the
 * same statement, so that no other node asks as well. A server that nobody has asked yet is left
 * alone: what it says first is accepted, and that is a person's to bring about.
 */
final class ScanTimes {

  private static final int AT_ONCE = 8;

  private final Database database;
  private final ScanSettings settings;

  ScanTimes(Database database, ScanSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  /** What lies at least between two askings that a server brings about by itself. */
  Duration debounce() {
    return settings.debounce();
  }

  /** A server whose time has come. */
  record Due(UUID server, AccountId account) {}

  /** Gives new servers a time of their own. */
  void enter() {
    database.doAsSystem(jdbc ->
        jdbc.sql(
                """
                insert into server_checks (server_id, account_id, due_at)
                select id, account_id,
                  clock_timestamp() + (0.9 + 0.2 * random()) * make_interval(secs => ?)
                from mcp_servers s
                where not exists (select from server_checks c where c.server_id = s.id)
                on conflict do nothing
                """)
            .param(settings.every().toSeconds())
            .update());
  }

  /** Takes those whose time has come; it comes again after about as long as is set. */
  List<Due> take() {
    return database.asSystem(jdbc ->
        jdbc.sql(
                """
                update server_checks set asked_at = clock_timestamp(),
                  due_at = clock_timestamp() + (0.9 + 0.2 * random()) * make_interval(secs => ?)
                where server_id in (
                  select c.server_id from server_checks c join mcp_servers s on s.id = c.server_id
                  where c.due_at <= clock_timestamp()
                    and (s.last_scanned_at is not null or s.status = 'error')
                  order by c.due_at limit ? for update of c skip locked)
                returning server_id, account_id
                """)
            .params(settings.every().toSeconds(), AT_ONCE)
            .query((row, number) ->
                new Due(
                    Columns.uuid(row, "server_id"), new AccountId(Columns.uuid(row, "account_id"))))
            .list());
  }

  /** Its server says that its tools are others now: it is asked at once, or a little after. */
  void hasten(UUID server) {
    sooner(server, Duration.ZERO);
  }

  /** It is broken, as far as this node knows. */
  void doubt(UUID server) {
    sooner(server, settings.retry());
  }

  private void sooner(UUID server, Duration after) {
    database.doAsSystem(jdbc ->
        jdbc.sql(
                """
                update server_checks set due_at = least(due_at, greatest(
                  clock_timestamp() + make_interval(secs => ?),
                  coalesce(asked_at, '-infinity') + make_interval(secs => ?)))
                where server_id = ?
                """)
            .params(after.toSeconds(), settings.debounce().toSeconds(), server)
            .update());
  }

  void worked(UUID server) {
    database.doAsSystem(jdbc ->
        jdbc.sql("update server_checks set failures = 0 where server_id = ? and failures > 0")
            .param(server)
            .update());
  }

  /** It is asked again before its time, later after each failure. */
  void failed(UUID server) {
    database.doAsSystem(jdbc ->
        jdbc.sql(
                """
                update server_checks set failures = failures + 1, due_at = least(
                  due_at,
                  clock_timestamp() + make_interval(secs => ?) * power(2, least(failures, 10)))
                where server_id = ?
                """)
            .params(settings.retry().toSeconds(), server)
            .update());
  }
}
