package ai.preloop.activities.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Digests;
import ai.preloop.activities.secrets.Sealer;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Who was sent to an authorization server and with what, until they are back or too late. */
final class Attempts {

  private static final Duration LIFE = Duration.ofMinutes(10);

  private final Database database;
  private final Sealer sealer;

  Attempts(Database database, Sealer sealer) {
    this.database = database;
    this.sealer = sealer;
  }

  /** Somebody on the way; {@code user} sent themselves, and nobody else may come back. */
  record Attempt(AccountId account, UUID server, UUID user, Content content) {}

  /** What is needed when they are back; the verifier is a secret. */
  record Content(
      String verifier,
      String issuer,
      String client,
      String callback,
      String by,
      @Nullable String scope) {

    @Override
    public String toString() {
      return "Content[hidden]";
    }
  }

  /** Keeps it under a state that nobody can guess; answers when it is too late. */
  Instant keep(String state, Attempt attempt) {
    byte[] hash = hash(state);
    byte[] sealed =
        sealer.seal(
            attempt.account(),
            place(hash),
            JsonMapper.shared().writeValueAsBytes(attempt.content()));
    return database.inAccount(
        attempt.account(),
        jdbc -> {
          jdbc.sql("delete from oauth_attempts where account_id = ? and expires_at < now()")
              .param(attempt.account().value())
              .update();
          return written(jdbc, hash, attempt, sealed);
        });
  }

  private static Instant written(JdbcClient jdbc, byte[] hash, Attempt attempt, byte[] sealed) {
    return jdbc.sql(
            """
            insert into oauth_attempts
              (state_hash, account_id, server_id, user_id, content, expires_at)
            values (:hash, :account, :server, :user, :content,
              now() + make_interval(secs => :seconds))
            returning expires_at
            """)
        .param("hash", hash)
        .param("account", attempt.account().value())
        .param("server", attempt.server())
        .param("user", attempt.user())
        .param("content", sealed)
        .param("seconds", (double) LIFE.toSeconds())
        .query((row, number) -> Columns.instant(row, "expires_at"))
        .single();
  }

  /** Looks at it without using it up; NOT_FOUND when it is unknown, used or too old. */
  Attempt find(String state) {
    byte[] hash = hash(state);
    AccountId account = account(hash);
    return database
        .inAccount(
            account,
            jdbc ->
                jdbc.sql(
                        """
                        select account_id, server_id, user_id, content from oauth_attempts
                        where account_id = ? and state_hash = ? and expires_at > now()
                        """)
                    .params(account.value(), hash)
                    .query((row, number) ->
                        attempt(
                            account,
                            hash,
                            new Found(
                                Columns.uuid(row, "server_id"),
                                Columns.uuid(row, "user_id"),
                                row.getBytes("content"))))
                    .optional())
        .orElseThrow(Attempts::unknown);
  }

  /** The same, and nobody finds it again. */
  Attempt take(String state) {
    Attempt found = find(state);
    boolean mine =
        database.inAccount(
            found.account(),
            jdbc ->
                jdbc.sql("delete from oauth_attempts where account_id = ? and state_hash = ?")
                        .params(found.account().value(), hash(state))
                        .update()
                    == 1);
    if (!mine) {
      throw unknown();
    }
    return found;
  }

  private AccountId account(byte[] hash) {
    Optional<UUID> account =
        database.asSystem(jdbc ->
            jdbc.sql("select account_id from oauth_attempts where state_hash = ?")
                .param(hash)
                .query(UUID.class)
                .optional());
    return account.map(AccountId::new).orElseThrow(Attempts::unknown);
  }

  private record Found(UUID server, UUID user, byte[] content) {}

  private Attempt attempt(AccountId account, byte[] hash, Found found) {
    byte[] content = sealer.open(account, place(hash), found.content());
    return new Attempt(
        account,
        found.server(),
        found.user(),
        JsonMapper.shared().readValue(content, Content.class));
  }

  private static byte[] hash(String state) {
    return Digests.sha256(state.getBytes(UTF_8));
  }

  private static String place(byte[] hash) {
    return "oauth_attempts/" + HexFormat.of().formatHex(hash);
  }

  private static ProblemException unknown() {
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "This authorisation is not known: it was used, or is older than ten minutes. Begin again.");
  }
}
