package ai.preloop.activities.usage;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsageUpkeepTests {

  private static final Instant NOW = Instant.parse("2026-06-15T00:00:00Z");

  private DatabaseFixture fixture;
  private AccountId account;

  @BeforeEach
  void migrate() {
    fixture = DatabaseFixture.migrated();
    account = fixture.account("default");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void dropsAMonthThatEndedBeforeAllThatIsKept() {
    month("2025_04", "2025-04-01", "2025-05-01");
    month("2025_05", "2025-05-01", "2025-06-01");
    call("2025-04-30T23:00:00Z");

    upkeep().round();

    assertThat(partitions()).contains("api_usage_2025_05").doesNotContain("api_usage_2025_04");
    assertThat(starts()).isEmpty();
  }

  @Test
  void deletesWhatIsTooOldElsewhereAndKeepsTheRest() {
    call("2024-01-01T00:00:00Z");
    call("2025-05-10T23:59:59Z");
    call("2025-05-11T00:00:01Z");
    call("2026-06-14T00:00:00Z");

    upkeep().round();

    assertThat(starts())
        .containsExactly(
            Instant.parse("2025-05-11T00:00:01Z"), Instant.parse("2026-06-14T00:00:00Z"));
  }

  @Test
  void makesThePartitionsOfThisMonthAndTheNextThree() {
    for (String made : partitions()) {
      if (!made.equals("api_usage_default")) {
        fixture.owner().sql("drop table " + made).update();
      }
    }

    upkeep().round();

    assertThat(partitions()).hasSize(5);
  }

  @Test
  void keepsWhatItIsToldToKeep() {
    call("2026-06-01T00:00:00Z");
    call("2026-06-14T00:00:00Z");

    upkeep(10).round();

    assertThat(starts()).containsExactly(Instant.parse("2026-06-14T00:00:00Z"));
  }

  private UsageUpkeep upkeep() {
    return upkeep(400);
  }

  private UsageUpkeep upkeep(int days) {
    return new UsageUpkeep(
        fixture.database(),
        UsageSettings.DEFAULT.kept(Duration.ofDays(days)),
        InstantSource.fixed(NOW));
  }

  private void month(String name, String from, String to) {
    fixture
        .owner()
        .sql(
            "create table api_usage_%s partition of api_usage for values from ('%s') to ('%s')"
                .formatted(name, from, to))
        .update();
  }

  private void call(String startedAt) {
    fixture
        .database()
        .doAsSystem(jdbc ->
            jdbc.sql(
                    """
                    insert into api_usage (account_id, id, started_at, node_id, user_id, model,
                      operation, dialect, streamed, status)
                    values (?, ?, ?::timestamptz, ?, ?, 'fast', 'messages', 'anthropic', true, 'ok')
                    """)
                .params(account.value(), Ids.next(), startedAt, Ids.next(), Ids.next())
                .update());
  }

  private List<Instant> starts() {
    return fixture
        .database()
        .asSystem(jdbc ->
            jdbc.sql("select started_at from api_usage order by started_at")
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .list());
  }

  private List<String> partitions() {
    return fixture
        .owner()
        .sql(
            "select inhrelid::regclass::text from pg_inherits where inhparent = 'api_usage'::regclass")
        .query(String.class)
        .list();
  }
}
