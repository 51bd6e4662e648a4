package ai.preloop.activities.waiting;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Storable;
import ai.preloop.activities.loops.NamedLoop;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/**
 * Carries a client's cancellation to the node that holds the call. NOTIFY hastens it; a look every
 * 500 ms, on nodes that hold calls, is what makes it sure.
 */
public final class Cancellations implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Cancellations.class);
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final int LONGEST = 1_000;

  private final Database database;
  private final Waiters waiters;
  private final NamedLoop loop = new NamedLoop("preloop-cancellations", EVERY, this::look);
  private final Cache<UUID, Boolean> heard =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(11)).build();
  private volatile Consumer<Cancelled> hearer = any -> {};

  public Cancellations(Database database, Waiters waiters) {
    this.database = database;
    this.waiters = waiters;
  }

  /** A request of a session, by its id as it was written, that its client wants no answer to. */
  public record Cancelled(UUID session, String request, @Nullable String reason) {}

  /** Who is told of cancellations on this node, each once. */
  public void hearer(Consumer<Cancelled> hearer) {
    this.hearer = hearer;
  }

  /**
   * Tells the other nodes, if the caller has any call that waits. Some clients cancel every request
   * that was answered; those are told to nobody.
   */
  public void tell(AccountId account, McpSession session, Cancelled cancelled) {
    if (cancelled.request().length() > LONGEST) {
      return;
    }
    database.doInAccount(
        account,
        jdbc -> {
          if (insert(jdbc, account, session, cancelled) == 1) {
            jdbc.sql(
                    """
                    delete from call_cancellations
                    where account_id = ? and created_at < clock_timestamp() - interval '1 hour'
                    """)
                .param(account.value())
                .update();
          }
        });
  }

  private static int insert(
      JdbcClient jdbc, AccountId account, McpSession session, Cancelled cancelled) {
    return jdbc.sql(
            """
            insert into call_cancellations (id, account_id, session_id, request, reason)
            select :id, :account, :session, :request, :reason
            where exists (select from approval_requests
              where account_id = :account and subject_id = :subject and status = 'pending'
                and waiters > 0)
            """)
        .param("id", Ids.next())
        .param("account", account.value())
        .param("session", cancelled.session())
        .param("request", Storable.text(cancelled.request()))
        .param("reason", Storable.shortened(cancelled.reason(), LONGEST))
        .param("subject", session.subject())
        .update();
  }

  /** There may be a new one. */
  public void nudge() {
    loop.nudge();
  }

  void look() {
    if (waiters.count() == 0) {
      return;
    }
    for (Row row : database.asSystem(Cancellations::lately)) {
      if (heard.asMap().putIfAbsent(row.id(), true) == null) {
        hear(row);
      }
    }
  }

  /** One that cannot be heeded must not keep the others from being heard. */
  private void hear(Row row) {
    try {
      hearer.accept(row.cancelled());
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("A call that was cancelled goes on: {}", e.getMessage());
    }
  }

  /** To hear of one may take seconds while Temporal is slow, and the next must not be missed. */
  private static List<Row> lately(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select id, session_id, request, reason from call_cancellations
            where created_at > clock_timestamp() - interval '10 minutes'
            """)
        .query((row, number) ->
            new Row(
                Columns.uuid(row, "id"),
                new Cancelled(
                    Columns.uuid(row, "session_id"),
                    row.getString("request"),
                    row.getString("reason"))))
        .list();
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop() {
    loop.stop();
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  private record Row(UUID id, Cancelled cancelled) {}
}
