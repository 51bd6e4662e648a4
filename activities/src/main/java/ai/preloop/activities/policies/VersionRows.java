package ai.preloop.activities.policies;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.policies.PolicyRows.Version;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The versions there are of a policy, and which of them are kept. */
final class VersionRows {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  /** What no tag may look like. */
  static final Pattern ID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final String SELECT =
      """
      select v.id, v.number, v.parent, v.author, v.source, encode(v.digest, 'hex') as digest, v.tag,
        v.created_at, v.changes::text as changes, v.number = h.active_version as active
      from policy_versions v join policy_heads h on h.account_id = v.account_id
      where v.account_id = :account
      """;

  private VersionRows() {}

  /** Newest first, those below a number. */
  static List<PolicyVersion> list(JdbcClient jdbc, AccountId account, int below, int most) {
    return jdbc.sql(SELECT + "and v.number < :below order by v.number desc limit :most")
        .param("account", account.value())
        .param("below", below)
        .param("most", most)
        .query(VersionRows::version)
        .list();
  }

  /** By its id, its number or its tag; NOT_FOUND otherwise. */
  static PolicyVersion named(JdbcClient jdbc, AccountId account, String name) {
    return find(jdbc, account, name)
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "There is no such version."));
  }

  static Optional<PolicyVersion> find(JdbcClient jdbc, AccountId account, int number) {
    return one(jdbc, account, "v.number", number);
  }

  private static Optional<PolicyVersion> find(JdbcClient jdbc, AccountId account, String name) {
    if (NUMBER.matcher(name).matches()) {
      return find(jdbc, account, Integer.parseInt(name));
    }
    return ID.matcher(name).matches()
        ? one(jdbc, account, "v.id", UUID.fromString(name))
        : one(jdbc, account, "v.tag", name);
  }

  private static Optional<PolicyVersion> one(
      JdbcClient jdbc, AccountId account, String column, Object value) {
    return jdbc.sql(SELECT + "and " + column + " = :value")
        .param("account", account.value())
        .param("value", value)
        .query(VersionRows::version)
        .optional();
  }

  /** What a version holds. */
  static Version content(JdbcClient jdbc, AccountId account, PolicyVersion version) {
    return jdbc.sql(
            """
            select number, content::text as content from policy_versions
            where account_id = ? and id = ?
            """)
        .params(account.value(), version.id())
        .query((row, number) -> Version.of(row.getInt("number"), row.getString("content")))
        .single();
  }

  /** False when another version has the tag. */
  static boolean tag(
      JdbcClient jdbc, AccountId account, PolicyVersion version, @Nullable String tag) {
    return jdbc.sql(
                """
                update policy_versions set tag = :tag
                where account_id = :account and id = :id and not exists (
                  select from policy_versions other
                  where other.account_id = :account and other.tag = :tag and other.id <> :id)
                """)
            .param("tag", tag)
            .param("account", account.value())
            .param("id", version.id())
            .update()
        == 1;
  }

  /** False when it has a tag by now. */
  static boolean delete(JdbcClient jdbc, AccountId account, PolicyVersion version) {
    return jdbc.sql("delete from policy_versions where account_id = ? and id = ? and tag is null")
            .params(account.value(), version.id())
            .update()
        == 1;
  }

  /** The numbers of those that were deleted: neither tagged, nor active, nor of the newest. */
  static List<Integer> prune(JdbcClient jdbc, AccountId account, int kept) {
    return jdbc
        .sql(
            """
            delete from policy_versions v
            where v.account_id = :account and v.tag is null
              and v.number <> (select active_version from policy_heads where account_id = :account)
              and v.number not in (
                select number from policy_versions where account_id = :account
                order by number desc limit :kept)
            returning v.number
            """)
        .param("account", account.value())
        .param("kept", kept)
        .query(Integer.class)
        .list()
        .stream()
        .sorted()
        .toList();
  }

  private static PolicyVersion version(ResultSet row, int number) throws SQLException {
    return new PolicyVersion(
        Columns.uuid(row, "id"),
        row.getInt("number"),
        row.getObject("parent", Integer.class),
        row.getString("author"),
        row.getString("source"),
        row.getString("digest"),
        row.getString("tag"),
        Columns.instant(row, "created_at"),
        row.getBoolean("active"),
        List.of(JSON.readValue(row.getString("changes"), String[].class)));
  }
}
