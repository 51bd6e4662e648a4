package ai.preloop.activities.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseTests {

  private DatabaseFixture fixture;
  private Database database;
  private AccountId one;
  private AccountId other;

  @BeforeAll
  void start() {
    fixture = DatabaseFixture.migrated();
    database = fixture.database();
    one = fixture.account("one");
    other = fixture.account("other");
  }

  @AfterAll
  void stop() {
    fixture.close();
  }

  @Test
  void refusesAnotherAccountWithinATransactionAndUndoesIt() {
    assertThatThrownBy(() ->
            database.doInAccount(
                one,
                jdbc -> {
                  jdbc.sql("update accounts set frozen = true").update();
                  database.doInAccount(other, DatabaseTests::names);
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(one.toString(), other.toString());

    assertThat(frozen()).isFalse();
  }

  @Test
  void theServerEndsWhatANodeThatIsNotHeardOfLeftBehind() {
    for (String pool : List.of("tenantPool", "systemPool")) {
      JdbcClient connection = JdbcClient.create(fixture.pool(pool));

      assertThat(shown(connection, "statement_timeout")).isEqualTo("15s");
      assertThat(shown(connection, "idle_in_transaction_session_timeout")).isEqualTo("10s");
      assertThat(shown(connection, "tcp_keepalives_idle")).isEqualTo("30");
    }
  }

  @Test
  void joinsTheTransactionOfTheSameAccount() {
    assertThatThrownBy(() ->
            database.doInAccount(
                one,
                outer -> {
                  database.doInAccount(
                      one, jdbc -> jdbc.sql("update accounts set frozen = true").update());
                  throw new IllegalStateException("undone");
                }))
        .hasMessage("undone");

    assertThat(frozen()).isFalse();
  }

  @Test
  void worksForAnAccountBesideTheSystem() {
    String name = database.asSystem(system -> database.inAccount(other, DatabaseTests::names));

    assertThat(name).isEqualTo("other");
  }

  @Test
  void worksForOneAccountAfterAnother() {
    assertThat(database.inAccount(one, DatabaseTests::names)).isEqualTo("one");
    assertThat(database.inAccount(other, DatabaseTests::names)).isEqualTo("other");
  }

  private boolean frozen() {
    return database.inAccount(
        one, jdbc -> jdbc.sql("select frozen from accounts").query(Boolean.class).single());
  }

  private static String names(JdbcClient jdbc) {
    return jdbc.sql("select string_agg(name, ', ') from accounts").query(String.class).single();
  }

  private static String shown(JdbcClient connection, String setting) {
    return connection.sql("show " + setting).query(String.class).single();
  }
}
