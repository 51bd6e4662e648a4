package ai.preloop.activities.waiting;

import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long a client lets a call wait. Until one was seen to give up, what most of them can take;
 * afterwards a little less than that. What was seen is forgotten after a week, since a client's
 * limit can be changed by those who use it.
 */
public final class ClientPatience {

  private static final Duration WITH_PROGRESS = Duration.ofSeconds(280);
  private static final Duration WITHOUT_PROGRESS = Duration.ofSeconds(50);
  private static final Duration SHORTEST = Duration.ofSeconds(20);
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  private final Database database;
  private final Cache<Client, Duration> lately =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(10_000).build();

  public ClientPatience(Database database) {
    this.database = database;
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

  /** How long a call of this client may be held. */
  public Duration of(Client client) {
    return lately.get(client, this::read);
  }

  /**
   * A client gave up after this long. What it said is believed; a connection that is gone may have
   * any reason, so two of them must agree.
   */
  public void gaveUp(Client client, Duration after, Sign sign) {
    if (after.compareTo(SHORTEST) < 0) {
      return;
    }
    database.doInAccount(client.account(), jdbc -> record(jdbc, client, after, sign));
    lately.invalidate(client);
  }

  private Duration read(Client client) {
    return database.inAccount(
        client.account(),
        jdbc ->
            jdbc.sql(
                    """
                    select gave_up_after from client_patience
                    where account_id = ? and client = ? and progress = ? and confirmed
                      and seen_at > now() - interval '7 days'
                    """)
                .params(client.account().value(), client.name(), client.progress())
                .query(Integer.class)
                .optional()
                .map(ClientPatience::before)
                .orElse(client.unknown()));
  }

  /** A tenth earlier, and not less than five seconds. */
  private static Duration before(int seconds) {
    return Duration.ofSeconds(seconds - Math.max(5, seconds / 10));
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
                  or abs(known.gave_up_after - excluded.gave_up_after) <= 6,
                seen_at = now()
            """)
        .param("account", client.account().value())
        .param("client", client.name())
        .param("progress", client.progress())
        .param("after", Math.toIntExact(after.toSeconds()))
        .param("said", sign == Sign.SAID)
        .update();
  }
}
