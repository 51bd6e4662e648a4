package ai.preloop.activities.waiting;

import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/**
 * How long a client lets a call wait. Until one was seen to give up, what most of them can take;
 * afterwards a little less than that. Where the operator lets calls be held for longer, one that
 * waited to the end of that is tried with twice as much the next time. What was seen is forgotten
 * after a week, since a client's limit can be changed by those who use it.
 */
public final class ClientPatience {

  private static final Logger LOG = LoggerFactory.getLogger(ClientPatience.class);

  /** What every client that asks for progress is known to take. */
  public static final Duration WITH_PROGRESS = Duration.ofSeconds(280);

  private static final Duration WITHOUT_PROGRESS = Duration.ofSeconds(50);

  /** What is gone sooner than that is gone for another reason. */
  private static final Duration SHORTEST_GONE = Duration.ofSeconds(20);

  /** A client that says sooner than that is better asked to wait again than never to wait. */
  private static final Duration SHORTEST_SAID = Duration.ofSeconds(5);

  private static final Duration READ_EVERY = Duration.ofSeconds(30);

  private final Database database;
  private final Duration longest;
  private final LoadingCache<Client, Duration> known;

  /** {@code longest} is what a client is held for at the most, however long it waits. */
  public ClientPatience(Database database, Duration longest) {
    this(database, longest, Thread::startVirtualThread);
  }

  ClientPatience(Database database, Duration longest, Executor beside) {
    this.database = database;
    this.longest = longest;
    this.known =
        Caffeine.newBuilder()
            .refreshAfterWrite(READ_EVERY)
            .maximumSize(10_000)
            .executor(beside)
            .build(new Reading());
  }

  /** A kind of client in an account: what it calls itself, and whether it asked for progress. */
  public record Client(AccountId account, String name, boolean progress) {

    private Duration unknown() {
      return progress ? WITH_PROGRESS : WITHOUT_PROGRESS;
    }
  }

  /** How it is known that a client gave up: it said so, or its connection was gone. */
  public enum Sign {
    SAID,
    GONE
  }

  /**
   * How long a call of this client may be held, as far as this node knows now. It never waits: what
   * the database says is read beside, and what was known before stands while it says nothing.
   */
  public Duration of(Client client) {
    Duration before = known.getIfPresent(client);
    if (before == null) {
      var _ = known.refresh(client);
      return client.unknown();
    }
    return before;
  }

  /**
   * A client gave up after this long. What it said is believed; a connection that is gone may have
   * any reason, so two of them must agree, and one alone changes nothing that is known.
   */
  public void gaveUp(Client client, Duration after, Sign sign) {
    Duration shortest =
        switch (sign) {
          case SAID -> SHORTEST_SAID;
          case GONE -> SHORTEST_GONE;
        };
    if (after.compareTo(shortest) < 0) {
      return;
    }
    database.doInAccount(client.account(), jdbc -> record(jdbc, client, after, sign));
    var _ = known.refresh(client);
  }

  /**
   * A client was still there when it was told to poll, after this long. Only one that asks for
   * progress is tried with more.
   */
  public void waited(Client client, Duration time) {
    if (client.progress() && longest.compareTo(WITH_PROGRESS) > 0) {
      database.doInAccount(client.account(), jdbc -> recordWaited(jdbc, client, time));
      var _ = known.refresh(client);
    }
  }

  /** What cannot be read now is what it was before. */
  private final class Reading implements CacheLoader<Client, Duration> {

    @Override
    public Duration load(Client client) {
      return reload(client, client.unknown());
    }

    @Override
    public Duration reload(Client client, Duration before) {
      try {
        return read(client);
      } catch (DataAccessException | TransactionException e) {
        LOG.warn("The patience of clients cannot be read: {}", e.getMessage());
        return before;
      }
    }
  }

  private Duration read(Client client) {
    return database.inAccount(
        client.account(),
        jdbc ->
            jdbc.sql(
                    """
                    select gave_up_after, confirmed,
                      case when waited_at > now() - interval '7 days' then waited else 0 end as waited
                    from (
                      select confirmed and seen_at > now() - interval '7 days' as confirmed,
                        case when seen_at > now() - interval '7 days' then gave_up_after end
                          as gave_up_after,
                        waited, waited_at
                      from client_patience
                      where account_id = ? and client = ? and progress = ?) seen
                    """)
                .params(client.account().value(), client.name(), client.progress())
                .query(Seen.class)
                .optional()
                .map(seen -> seen.patience(client.unknown(), longest))
                .orElse(client.unknown()));
  }

  /** What was seen of a client in the last week, in seconds. */
  private record Seen(@Nullable Integer gaveUpAfter, boolean confirmed, int waited) {

    Duration patience(Duration unknown, Duration longest) {
      if (confirmed && gaveUpAfter != null) {
        return before(gaveUpAfter);
      }
      Duration proven = Duration.ofSeconds(waited);
      return proven.compareTo(unknown) < 0 ? unknown : tried(proven, longest);
    }

    /** One that was lost on the way there, for whatever reason, is not tried with as much again. */
    private Duration tried(Duration proven, Duration longest) {
      Duration twice = least(proven.multipliedBy(2), longest);
      Integer lost = gaveUpAfter;
      Duration most = lost != null && lost > waited ? least(twice, before(lost)) : twice;
      return most.compareTo(proven) < 0 ? least(proven, longest) : most;
    }

    private static Duration least(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }
  }

  /** A tenth earlier, and not less than five seconds. */
  private static Duration before(int seconds) {
    return Duration.ofSeconds(seconds - Math.max(5, seconds / 10));
  }

  private static void recordWaited(JdbcClient jdbc, Client client, Duration time) {
    jdbc.sql(
            """
            insert into client_patience as known
              (account_id, client, progress, confirmed, waited, waited_at)
            values (:account, :client, :progress, false, :waited, now())
            on conflict (account_id, client, progress) do update
            set waited = case when known.waited_at > now() - interval '7 days'
                  then greatest(known.waited, excluded.waited) else excluded.waited end,
                waited_at = now()
            """)
        .param("account", client.account().value())
        .param("client", client.name())
        .param("progress", client.progress())
        .param("waited", Math.toIntExact(time.toSeconds()))
        .update();
  }

  private static void record(JdbcClient jdbc, Client client, Duration after, Sign sign) {
    jdbc.sql(
            """
            insert into client_patience as known
              (account_id, client, progress, gave_up_after, confirmed)
            values (:account, :client, :progress, :after, :said)
            on conflict (account_id, client, progress) do update
            set gave_up_after = case
                  when known.confirmed and known.seen_at > now() - interval '7 days'
                  then least(known.gave_up_after, excluded.gave_up_after)
                  else excluded.gave_up_after end,
                confirmed = known.confirmed and known.seen_at > now() - interval '7 days'
                  or excluded.confirmed
                  or coalesce(abs(known.gave_up_after - excluded.gave_up_after) <= 6, false),
                seen_at = now()
            where not (known.confirmed and known.seen_at > now() - interval '7 days')
               or excluded.confirmed
               or abs(known.gave_up_after - excluded.gave_up_after) <= 6
            """)
        .param("account", client.account().value())
        .param("client", client.name())
        .param("progress", client.progress())
        .param("after", Math.toIntExact(after.toSeconds()))
        .param("said", sign == Sign.SAID)
        .update();
  }
}
