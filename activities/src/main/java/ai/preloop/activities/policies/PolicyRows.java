package ai.preloop.activities.policies;

import ai.preloop.activities.database.Digests;
import ai.preloop.activities.database.Turn;
import ai.preloop.policies.memory.WhileHeld;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.Change;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Policy versions as rows: immutable, one of them active. */
final class PolicyRows {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyRows.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What is in force is held by whoever judges by it, and takes long to read when it is large. */
  private static final WhileHeld<String, AccountPolicy> LIVE = new WhileHeld<>();

  private PolicyRows() {}

  /** A version and what it holds; null when this release cannot read it. */
  record Version(int number, @Nullable AccountPolicy held) {

    static Version of(int number, String content) {
      return new Version(number, read(number, content));
    }

    /** What it holds; POLICY_INVALID when this release cannot read it. */
    AccountPolicy policy() {
      return find()
          .orElseThrow(() ->
              new ProblemException(
                  ProblemType.POLICY_INVALID,
                  "the stored version %d cannot be read by this release.".formatted(number)));
    }

    Optional<AccountPolicy> find() {
      return Optional.ofNullable(held);
    }

    private Version remembered(String stamp) {
      return held == null ? this : new Version(number, LIVE.of(stamp, () -> held));
    }

    private static @Nullable AccountPolicy read(int number, String content) {
      try {
        return StoredPolicy.read(content);
      } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
        LOG.debug("Version {} cannot be read", number, e);
        return null;
      }
    }
  }

  /** A version as its row stands; {@code stamp} is another one where anything in it is. */
  private record Head(int number, String stamp) {}

  static Optional<Version> active(JdbcClient jdbc, AccountId account) {
    Optional<Head> head = head(jdbc, account);
    Optional<Version> version = head.flatMap(each -> version(jdbc, account, each));
    // One that was pruned meanwhile was the active one no more.
    return head.isEmpty() || version.isPresent() ? version : active(jdbc, account);
  }

  private static Optional<Head> head(JdbcClient jdbc, AccountId account) {
    return jdbc.sql(
            """
            select v.number, encode(v.digest, 'hex') || ' ' || v.xmin as stamp from policy_heads h
            join policy_versions v on v.account_id = h.account_id and v.number = h.active_version
            where h.account_id = ?
            """)
        .param(account.value())
        .query((row, number) -> new Head(row.getInt("number"), row.getString("stamp")))
        .optional();
  }

  private static Optional<Version> version(JdbcClient jdbc, AccountId account, Head head) {
    AccountPolicy known = LIVE.find(head.stamp());
    return known == null
        ? jdbc.sql("select content::text from policy_versions where account_id = ? and number = ?")
            .params(account.value(), head.number())
            .query(String.class)
            .optional()
            .map(content -> Version.of(head.number(), content).remembered(head.stamp()))
        : Optional.of(new Version(head.number(), known));
  }

  static boolean isFrozen(JdbcClient jdbc, AccountId account) {
    return jdbc.sql("select frozen from accounts where id = ?")
        .param(account.value())
        .query(Boolean.class)
        .single();
  }

  /** Takes the account's turn to write: versions are numbered one after the other. */
  static Optional<Version> lockActive(JdbcClient jdbc, AccountId account) {
    Turn.await(jdbc, "policy " + account);
    return active(jdbc, account);
  }

  /** Writes the next version and makes it the active one; answers its number. */
  static int write(JdbcClient jdbc, AccountId account, String author, VersionWriter.Next next) {
    String content = StoredPolicy.written(next.policy());
    int number = nextNumber(jdbc, account);
    jdbc.sql(
            """
            insert into policy_versions
              (id, account_id, number, parent, author, source, digest, content, changes)
            values (:id, :account, :number, :parent, :author, :source, :digest, :content::jsonb,
              :changes::jsonb)
            """)
        .param("id", Ids.next())
        .param("account", account.value())
        .param("number", number)
        .param("parent", next.before().version().map(Version::number).orElse(null))
        .param("author", author)
        .param("source", next.cause().source())
        .param("digest", Digests.sha256(content.getBytes(StandardCharsets.UTF_8)))
        .param("content", content)
        .param(
            "changes",
            JSON.writeValueAsString(next.changes().stream().map(Change::toString).toList()))
        .update();
    activate(jdbc, account, number);
    return number;
  }

  private static int nextNumber(JdbcClient jdbc, AccountId account) {
    return jdbc.sql("select coalesce(max(number), 0) + 1 from policy_versions where account_id = ?")
        .param(account.value())
        .query(Integer.class)
        .single();
  }

  private static void activate(JdbcClient jdbc, AccountId account, int number) {
    jdbc.sql(
            """
            insert into policy_heads (account_id, active_version) values (?, ?)
            on conflict (account_id) do update set active_version = excluded.active_version
            """)
        .params(account.value(), number)
        .update();
  }
}
