package ai.preloop.activities.idempotency;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Digests;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.secrets.Sealer;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Creates once for a key. The key, what is created and the answer are one transaction: a crash
 * leaves all of it or nothing, and of two requests at the same time the second waits for what the
 * first comes to. Only successes are kept; the answer is sealed, since it may hold a secret.
 */
public final class Idempotency {

  private final Database database;
  private final Revisions revisions;
  private final Sealer sealer;

  Idempotency(Database database, Revisions revisions, Sealer sealer) {
    this.database = database;
    this.revisions = revisions;
    this.sealer = sealer;
  }

  /** A request; {@code key} is the client's own, and means the same for one route only. */
  public record Asked(Principal principal, String route, String key, byte[] body) {

    /** The same person with fewer rights is not shown what was answered to more. */
    String who() {
      return principal.scopes().stream()
          .map(Scope::value)
          .sorted()
          .collect(
              Collectors.joining(" ", principal.kind().word() + ":" + principal.id() + " ", ""));
    }

    String place() {
      return "%s/%s/%s".formatted(who(), route, key);
    }
  }

  /** What is sent back. */
  public record Answer(int status, byte[] body) {

    boolean isSuccess() {
      return status >= 200 && status < 300;
    }
  }

  /**
   * The answer given earlier to the same request, or what {@code create} answers now; UNPROCESSABLE
   * when the key came with another body.
   */
  public Answer once(Asked asked, Supplier<Answer> create) {
    try {
      return database.inAccount(asked.principal().account(), jdbc -> once(jdbc, asked, create));
    } catch (Unsuccessful e) {
      return e.answer;
    } catch (PessimisticLockingFailureException e) {
      throw new ProblemException(
              ProblemType.CONFLICT, "A request with this Idempotency-Key is being worked on.")
          .causedBy(e);
    } finally {
      revisions.refreshAfterCommit();
    }
  }

  private Answer once(JdbcClient jdbc, Asked asked, Supplier<Answer> create) {
    byte[] digest = Digests.sha256(asked.body());
    if (!claim(jdbc, asked, digest)) {
      return kept(jdbc, asked, digest);
    }
    Answer answer = create.get();
    if (!answer.isSuccess()) {
      throw new Unsuccessful(answer);
    }
    keep(jdbc, asked, answer);
    return answer;
  }

  /** False when the key is taken; waits a while for a request that is taking it right now. */
  private static boolean claim(JdbcClient jdbc, Asked asked, byte[] digest) {
    jdbc.sql("select set_config('lock_timeout', '10s', true)").query(String.class).single();
    return jdbc.sql(
                """
                insert into idempotency_keys (account_id, principal, route, key, body_digest)
                values (:account, :principal, :route, :key, :digest)
                on conflict (account_id, principal, route, key) do update
                  set body_digest = excluded.body_digest, status = null, response = null,
                      created_at = now()
                  where idempotency_keys.created_at < now() - interval '24 hours'
                """)
            .param("account", asked.principal().account().value())
            .param("principal", asked.who())
            .param("route", asked.route())
            .param("key", asked.key())
            .param("digest", digest)
            .update()
        == 1;
  }

  private Answer kept(JdbcClient jdbc, Asked asked, byte[] digest) {
    return jdbc.sql(
            """
            select status, response from idempotency_keys
            where account_id = :account and principal = :principal and route = :route
              and key = :key and body_digest = :digest
            """)
        .param("account", asked.principal().account().value())
        .param("principal", asked.who())
        .param("route", asked.route())
        .param("key", asked.key())
        .param("digest", digest)
        .query((row, number) ->
            new Answer(row.getInt("status"), open(asked, row.getBytes("response"))))
        .optional()
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.UNPROCESSABLE,
                "This Idempotency-Key was used with another body; take a new key for a new request."));
  }

  private void keep(JdbcClient jdbc, Asked asked, Answer answer) {
    jdbc.sql(
            """
            update idempotency_keys set status = :status, response = :response
            where account_id = :account and principal = :principal and route = :route
              and key = :key
            """)
        .param("status", answer.status())
        .param("response", sealer.seal(asked.principal().account(), asked.place(), answer.body()))
        .param("account", asked.principal().account().value())
        .param("principal", asked.who())
        .param("route", asked.route())
        .param("key", asked.key())
        .update();
  }

  private byte[] open(Asked asked, byte @Nullable [] sealed) {
    return sealed == null
        ? new byte[0]
        : sealer.open(asked.principal().account(), asked.place(), sealed);
  }

  /** Carries an answer out of the transaction that it undoes. */
  private static final class Unsuccessful extends RuntimeException {

    private final transient Answer answer;

    Unsuccessful(Answer answer) {
      super("status " + answer.status(), null, false, false);
      this.answer = answer;
    }
  }
}
