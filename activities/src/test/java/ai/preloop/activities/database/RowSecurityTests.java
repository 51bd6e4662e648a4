package ai.preloop.activities.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every table with an account is looked at as the catalogue has them, so a new one is too. */
class RowSecurityTests {

  private static final AccountId ONE = new AccountId(Ids.next());
  private static final AccountId OTHER = new AccountId(Ids.next());

  private static DatabaseFixture fixture;

  @BeforeAll
  static void fillEveryTable() {
    fixture = DatabaseFixture.migrated();
    JdbcClient owner = fixture.owner();
    dropForeignKeysAndChecks(owner);
    List<String> tables = tenantTables();
    tables.forEach(
        t -> owner.sql("alter table %s no force row level security".formatted(t)).update());
    for (String table : tables) {
      owner.sql(insert(table, ONE)).update();
      owner.sql(insert(table, OTHER)).update();
    }
    tables.forEach(t -> owner.sql("alter table %s force row level security".formatted(t)).update());
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  @Test
  void everyTableOfAnAccountForcesAPolicyOfItsAccount() {
    assertThat(tenantTables()).contains("approval_requests", "audit_records", "secrets");
    assertThat(
            names(
                """
                select c.relname from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id'
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                  and (not c.relrowsecurity or not c.relforcerowsecurity
                    or not c.relispartition and not exists (
                      select from pg_policy p
                      where p.polrelid = c.oid
                        and p.polroles = array['preloop_app'::regrole::oid]
                        and pg_get_expr(p.polqual, c.oid) like '%account_id = current_account()%'
                        and pg_get_expr(p.polwithcheck, c.oid) like '%account_id = current_account()%'))
                """))
        .isEmpty();
  }

  @Test
  void nobodyReachesAPartitionPastItsParent() {
    assertThat(
            names(
                """
                select c.relname from pg_class c, unnest(array['preloop_app', 'preloop_system']) r
                where c.relispartition and c.relkind = 'r'
                  and has_table_privilege(r, c.oid, 'select, insert, update, delete, truncate')
                """))
        .isEmpty();
    assertThat(names("select relname from pg_class where relispartition and relkind = 'r'"))
        .contains("audit_records_default")
        .hasSizeGreaterThanOrEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("tenantTables")
  void anAccountSeesItsOwnRowsOnly(String table) {
    List<UUID> seen =
        fixture
            .database()
            .inAccount(
                ONE, jdbc -> jdbc.sql("select account_id from " + table).query(UUID.class).list());

    assertThat(seen).isNotEmpty().containsOnly(ONE.value());
  }

  @ParameterizedTest
  @MethodSource("tenantTables")
  void anAccountWritesNoRowOfAnother(String table) {
    assertThatThrownBy(() ->
            fixture.database().doInAccount(ONE, jdbc -> jdbc.sql(insert(table, OTHER)).update()))
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageMatching("(?s).*(row-level security|permission denied).*");
  }

  @ParameterizedTest
  @MethodSource("tenantTables")
  void workWithoutAnAccountSeesNothing(String table) {
    JdbcClient app = JdbcClient.create(fixture.pool("tenantPool"));

    assertThat(app.sql("select count(*) from " + table).query(Long.class).single()).isZero();
  }

  static List<String> tenantTables() {
    return names(
        """
        select c.relname from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id'
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
          and not c.relispartition
        order by c.relname
        """);
  }

  private static List<String> names(String sql) {
    return fixture.owner().sql(sql).query(String.class).list();
  }

  private static void dropForeignKeysAndChecks(JdbcClient owner) {
    names(
            """
            select format('alter table %s drop constraint if exists %I cascade', conrelid::regclass, conname)
            from pg_constraint
            where contype in ('f', 'c') and connamespace = 'public'::regnamespace and conparentid = 0
            """)
        .forEach(statement -> owner.sql(statement).update());
  }

  /** A row with something in every column that wants a value. */
  private static String insert(String table, AccountId account) {
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    fixture
        .owner()
        .sql(
            """
            select a.attname as name, format_type(a.atttypid, null) as type from pg_attribute a
            where a.attrelid = ?::regclass and a.attnum > 0 and a.attnotnull and not a.atthasdef
              and not a.attisdropped
            """)
        .param(table)
        .query(row -> {
          columns.add(row.getString("name"));
          values.add(value(row.getString("name"), row.getString("type"), account));
        });
    return "insert into %s (%s) values (%s)"
        .formatted(table, String.join(", ", columns), String.join(", ", values));
  }

  private static String value(String column, String type, AccountId account) {
    if (column.equals("account_id")) {
      return "'" + account + "'";
    }
    return switch (type) {
      case "uuid" -> "gen_random_uuid()";
      case "text" -> "gen_random_uuid()::text";
      case "bytea" -> "uuid_send(gen_random_uuid())";
      case "jsonb" -> "'{}'";
      case "text[]" -> "'{}'";
      case "boolean" -> "false";
      case "integer", "bigint" -> "1";
      case "timestamp with time zone" -> "now()";
      default -> throw new IllegalStateException("a value of " + type + " for " + column);
    };
  }
}
