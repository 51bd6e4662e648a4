package ai.preloop.activities.idempotency;

import ai.preloop.activities.database.Digests;
import ai.preloop.activities.idempotency.Idempotency.Answer;
import ai.preloop.activities.idempotency.Idempotency.Asked;
import ai.preloop.activities.secrets.Sealer;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The keys of an account with what their requests came to, which is sealed. */
final class IdempotencyRows {

  private static final String PLACE =
      """
      account_id = :account and principal = :principal and route = :route and key = :key
      """;

  private final Sealer sealer;

  IdempotencyRows(Sealer sealer) {
    this.sealer = sealer;
  }

  /** A key that is taken; an answer of status 0 is none yet. */
  record Taken(Answer answer, Instant since) {

    boolean isEnded() {
      return answer.status() != 0;
    }
  }

  /** False when the key is taken; waits a while for a request that is taking it right now. */
  boolean claim(JdbcClient jdbc, Asked asked) {
    jdbc.sql("select set_config('lock_timeout', '10s', true)").query(String.class).single();
    return at(
                jdbc,
                asked,
                """
                insert into idempotency_keys (account_id, principal, route, key, body_digest)
                values (:account, :principal, :route, :key, :digest)
                on conflict (account_id, principal, route, key) do update
                  set body_digest = excluded.body_digest, status = null, response = null,
                      created_at = now()
                  where idempotency_keys.created_at < now() - interval '24 hours'
                """)
            .param("digest", Digests.sha256(asked.body()))
            .update()
        == 1;
  }

  /** What a taken key came to; UNPROCESSABLE when it came with another body. */
  Taken find(JdbcClient jdbc, Asked asked) {
    return at(
            jdbc,
            asked,
            "select status, response, created_at from idempotency_keys where body_digest = :digest and "
                + PLACE)
        .param("digest", Digests.sha256(asked.body()))
        .query((row, number) -> taken(asked, row))
        .optional()
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.UNPROCESSABLE,
                "This Idempotency-Key was used with another body; take a new key for a new request."));
  }

  void keep(JdbcClient jdbc, Asked asked, Answer answer) {
    at(
            jdbc,
            asked,
            "update idempotency_keys set status = :status, response = :response where " + PLACE)
        .param("status", answer.status())
        .param("response", sealer.seal(asked.principal().account(), asked.place(), answer.body()))
        .update();
  }

  void forget(JdbcClient jdbc, Asked asked) {
    at(jdbc, asked, "delete from idempotency_keys where " + PLACE).update();
  }

  private Taken taken(Asked asked, ResultSet row) throws SQLException {
    return new Taken(
        new Answer(row.getInt("status"), open(asked, row.getBytes("response"))),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private byte[] open(Asked asked, byte @Nullable [] sealed) {
    return sealed == null
        ? new byte[0]
        : sealer.open(asked.principal().account(), asked.place(), sealed);
  }

  private static JdbcClient.StatementSpec at(JdbcClient jdbc, Asked asked, String sql) {
    return jdbc.sql(sql)
        .param("account", asked.principal().account().value())
        .param("principal", asked.who())
        .param("route", asked.route())
        .param("key", asked.key());
  }
}
