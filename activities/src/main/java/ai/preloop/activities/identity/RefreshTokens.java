package ai.preloop.activities.identity;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Opaque tokens that each buy one new pair; one that is shown again later has been stolen. At once
 * it has not: two programs that share it renew it at the same time, or one did not get the answer.
 */
final class RefreshTokens {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration LIFE = Duration.ofDays(30);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final String START = "prr_";
  private static final int BYTES = 32;

  private final Database database;
  private final Revisions revisions;

  RefreshTokens(Database database, Revisions revisions) {
    this.database = database;
    this.revisions = revisions;
  }

  /**
   * For the person as it was when the sign-in was proved; empty when all their sign-ins were ended
   * since, which this one would outlast.
   */
  Optional<String> issue(Person person, Set<Scope> scopes) {
    String text = fresh();
    boolean issued =
        database.inAccount(
            person.account(),
            jdbc -> {
              if (PersonRows.lockVersion(jdbc, person.account(), person.id()) != person.version()) {
                return false;
              }
              clearOutdated(jdbc, person);
              insert(jdbc, person, scopes, text);
              return true;
            });
    return issued ? Optional.of(text) : Optional.empty();
  }

  /** Uses the token up; one that was used up before ends all sign-ins of its person. */
  Use use(String text) {
    Use use = database.asSystem(jdbc -> find(jdbc, text)).map(this::use).orElse(new Use.Unknown());
    if (use instanceof Use.Stolen) {
      revisions.refreshAfterCommit();
    }
    return use;
  }

  private Use use(Row row) {
    return database.inAccount(
        row.account(),
        jdbc -> {
          long version = PersonRows.lockVersion(jdbc, row.account(), row.user());
          if (markUsed(jdbc, row) || isUsedJustNow(jdbc, row)) {
            return new Use.Fresh(row.user(), version, row.scopes());
          }
          if (row.isOver()) {
            return new Use.Unknown();
          }
          endAll(jdbc, row.account(), row.user());
          return new Use.Stolen(row.user());
        });
  }

  private static Optional<Row> find(JdbcClient jdbc, String text) {
    return jdbc.sql(
            """
            select id, account_id, user_id, scopes, expires_at <= now() as over
            from refresh_tokens where token_hash = :hash
            """)
        .param("hash", KeyText.sha256(text))
        .query(Row::of)
        .optional();
  }

  private static boolean markUsed(JdbcClient jdbc, Row row) {
    return jdbc.sql(
                """
                update refresh_tokens set used_at = now()
                where account_id = :account and id = :id and used_at is null and expires_at > now()
                """)
            .param("account", row.account().value())
            .param("id", row.id())
            .update()
        == 1;
  }

  private static boolean isUsedJustNow(JdbcClient jdbc, Row row) {
    return jdbc.sql(
            """
            select count(*) from refresh_tokens
            where account_id = :account and id = :id and expires_at > now()
              and used_at > now() - make_interval(secs => :grace)
            """)
        .param("account", row.account().value())
        .param("id", row.id())
        .param("grace", (double) GRACE.toSeconds())
        .query(Long.class)
        .single()
        .equals(1L);
  }

  /** The new version ends the access tokens too; it comes first, and whoever issues looks at it. */
  static void endAll(JdbcClient jdbc, AccountId account, UserId user) {
    jdbc.sql("update users set version = version + 1 where account_id = :account and id = :user")
        .param("account", account.value())
        .param("user", user.value())
        .update();
    jdbc.sql("delete from refresh_tokens where account_id = :account and user_id = :user")
        .param("account", account.value())
        .param("user", user.value())
        .update();
  }

  private static void clearOutdated(JdbcClient jdbc, Person person) {
    jdbc.sql(
            """
            delete from refresh_tokens
            where account_id = :account and user_id = :user and expires_at <= now()
            """)
        .param("account", person.account().value())
        .param("user", person.id().value())
        .update();
  }

  private static void insert(JdbcClient jdbc, Person person, Set<Scope> scopes, String text) {
    jdbc.sql(
            """
            insert into refresh_tokens (id, account_id, user_id, token_hash, scopes, expires_at)
            values (:id, :account, :user, :hash, :scopes, now() + make_interval(secs => :life))
            """)
        .param("id", Ids.next())
        .param("account", person.account().value())
        .param("user", person.id().value())
        .param("hash", KeyText.sha256(text))
        .param("scopes", scopes.stream().map(Scope::value).sorted().toArray(String[]::new))
        .param("life", (double) LIFE.toSeconds())
        .update();
  }

  private static String fresh() {
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    return START + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** What became of a token that was shown. */
  sealed interface Use {

    record Fresh(UserId user, long version, Set<Scope> scopes) implements Use {}

    record Stolen(UserId user) implements Use {}

    record Unknown() implements Use {}
  }

  private record Row(UUID id, AccountId account, UserId user, Set<Scope> scopes, boolean isOver) {

    static Row of(ResultSet row, int number) throws SQLException {
      return new Row(
          row.getObject("id", UUID.class),
          new AccountId(row.getObject("account_id", UUID.class)),
          new UserId(row.getObject("user_id", UUID.class)),
          KeyRows.scopes(row),
          row.getBoolean("over"));
    }
  }
}
