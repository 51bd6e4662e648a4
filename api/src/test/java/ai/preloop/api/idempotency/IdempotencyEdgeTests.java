package ai.preloop.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.audit.WrittenLedger;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.activities.identity.Scope;
import ai.preloop.api.edge.Edge;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyEdgeTests {

  private static final String KEYS = "/api/v1/auth/api-keys";
  private static final String SERVERS = "/api/v1/mcp-servers";

  private Edge edge;
  private String owner;

  @BeforeAll
  void start() {
    edge = Edge.start();
    owner = edge.owner();
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @Test
  void answersTheSameRequestWithTheSameSecret() throws Exception {
    MvcTestResult first = mint("k-1", "twice");
    assertThat(first).hasStatus(201);
    MvcTestResult second = mint("k-1", "twice");

    assertThat(second).hasStatus(201).hasHeader("Idempotency-Replayed", "true");
    assertThat(second.getResponse().getContentAsByteArray())
        .isEqualTo(first.getResponse().getContentAsByteArray());
    assertThat(first).bodyText().contains("\"key\":\"");
    assertThat(keysCalled("twice")).isEqualTo(1);
  }

  @Test
  void keepsTheAnswerSealed() {
    mint("k-sealed", "sealed");
    byte[] kept =
        sql()
            .sql("select response from idempotency_keys where key = 'k-sealed'")
            .query(byte[].class)
            .single();
    assertThat(new String(kept, StandardCharsets.ISO_8859_1))
        .doesNotContain("sealed")
        .doesNotContain("scopes");
  }

  @Test
  void refusesAnotherBodyUnderTheKey() {
    assertThat(mint("k-2", "one")).hasStatus(201);
    assertThat(mint("k-2", "another")).hasStatus(422);
    assertThat(keysCalled("another")).isZero();
  }

  @Test
  void holdsAKeyForOneRouteAndOneCaller() {
    assertThat(mint("k-3", "routed")).hasStatus(201);
    String server = "{\"name\":\"routed\",\"url\":\"https://routed.example/mcp\"}";
    assertThat(sent(edge.post(SERVERS, owner), "k-3", server)).hasStatus(201);
    String key = edge.key(Scope.ACCOUNT_ADMIN, Scope.ACCOUNT_READ);
    assertThat(sent(edge.post(SERVERS, key), "k-3", server)).hasStatus(409);
    assertThat(sent(edge.post(KEYS, key), "k-3", body("routed"))).hasStatus(403);
  }

  @Test
  void keepsNoFailure() {
    String wrong = "{\"name\":\"kept\",\"url\":\"ftp://kept.example/mcp\"}";
    String right = "{\"name\":\"kept\",\"url\":\"https://kept.example/mcp\"}";
    assertThat(sent(edge.post(SERVERS, owner), "k-4", wrong)).hasStatus(422);
    assertThat(sent(edge.post(SERVERS, owner), "k-4", right)).hasStatus(201);
    assertThat(sent(edge.post(SERVERS, owner), "k-4", right))
        .hasStatus(201)
        .hasHeader("Idempotency-Replayed", "true");
  }

  @Test
  void refusesAKeyThatIsNone() {
    assertThat(mint(" ", "blank")).hasStatus(400);
    assertThat(mint("x".repeat(256), "long")).hasStatus(400);
  }

  @Test
  void createsOnceForTwoAtTheSameTime() throws Exception {
    Callable<MvcTestResult> minting = () -> mint("k-5", "raced");
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<MvcTestResult>> answers = threads.invokeAll(List.of(minting, minting, minting));
      for (Future<MvcTestResult> answer : answers) {
        assertThat(answer.get()).hasStatus(201);
        assertThat(answer.get().getResponse().getContentAsByteArray())
            .isEqualTo(answers.getFirst().get().getResponse().getContentAsByteArray());
      }
    }
    assertThat(keysCalled("raced")).isEqualTo(1);
  }

  @Test
  void createsNothingWhereTheAnswerCannotBeKept() throws Exception {
    owning("alter table idempotency_keys add constraint crash check (status is null) not valid");
    try {
      assertThat(mint("k-6", "crashed")).hasFailed();
    } finally {
      owning("alter table idempotency_keys drop constraint crash");
    }
    assertThat(keysCalled("crashed")).isZero();
    assertThat(recorded("crashed")).as("records of what was undone").isZero();
    assertThat(mint("k-6", "crashed")).hasStatus(201);
    assertThat(keysCalled("crashed")).isEqualTo(1);
    assertThat(recorded("crashed")).isEqualTo(1);
  }

  @Test
  void forgetsAKeyAfterADay() {
    assertThat(mint("k-7", "old")).hasStatus(201);
    sql()
        .sql(
            "update idempotency_keys set created_at = now() - interval '25 hours' where key = 'k-7'")
        .update();
    assertThat(mint("k-7", "new")).hasStatus(201);
    assertThat(keysCalled("new")).isEqualTo(1);
  }

  private MvcTestResult mint(String key, String name) {
    return sent(edge.post(KEYS, owner), key, body(name));
  }

  private static MvcTestResult sent(MockMvcRequestBuilder request, String key, String body) {
    return request
        .header("Idempotency-Key", key)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private static String body(String name) {
    return "{\"name\":\"%s\",\"scopes\":[\"account:read\"]}".formatted(name);
  }

  private long keysCalled(String name) {
    return sql()
        .sql("select count(*) from api_keys where name = ?")
        .param(name)
        .query(Long.class)
        .single();
  }

  private long recorded(String name) {
    WrittenLedger.await(edge.bean(Database.class));
    return sql()
        .sql(
            "select count(*) from audit_records where action = 'api_key.mint' and arguments like ?")
        .param("%\"" + name + "\"%")
        .query(Long.class)
        .single();
  }

  /** Outside of row security, which the owner of a test's database puts aside. */
  private JdbcClient sql() {
    DatabaseSettings settings = edge.bean(DatabaseSettings.class);
    try {
      owning("alter table idempotency_keys no force row level security");
      owning("alter table api_keys no force row level security");
      owning("alter table audit_records no force row level security");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return JdbcClient.create(
        new DriverManagerDataSource(settings.jdbcUrl(), settings.user(), settings.password()));
  }

  private void owning(String statement) throws SQLException {
    DatabaseSettings settings = edge.bean(DatabaseSettings.class);
    try (Connection connection =
            DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
        Statement one = connection.createStatement()) {
      one.execute(statement);
    }
  }
}
