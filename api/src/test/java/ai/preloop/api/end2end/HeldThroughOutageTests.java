package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.DatabaseSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/** Held calls while parts of the database do not answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeldThroughOutageTests {

  private RunningPreloop preloop;
  private AskedTool tool;
  private Agent agent;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
    tool = new AskedTool(preloop);
    agent = tool.agent();
  }

  @AfterAll
  void stop() {
    tool.close();
  }

  @Test
  void aWaiterThatCannotBeCountedWaitsAndIsAnswered() throws Exception {
    sql(
        """
        create function refuse_waiters() returns trigger language plpgsql as
          $$ begin raise exception 'refused by a test'; end $$
        """);
    sql(
        """
        create trigger refuses_waiters before update of waiters on approval_requests
          for each row execute function refuse_waiters()
        """);
    try (HeldStreamReader held = tool.call(agent, 1, "uncounted", "\"progressToken\":1")) {
      held.next();
      tool.owner().approve(tool.pending("uncounted")).expect(200);

      assertThat(text(held.answer())).isEqualTo("done");
    } finally {
      sql("drop trigger refuses_waiters on approval_requests");
      sql("drop function refuse_waiters()");
    }
  }

  @Test
  void aPatienceThatCannotBeReadIsTheUsualOne() throws Exception {
    sql("alter table client_patience rename to client_patience_away");
    try (HeldStreamReader held = tool.call(agent, 2, "patience", "")) {
      tool.owner().approve(tool.pending("patience")).expect(200);

      assertThat(text(held.answer())).isEqualTo("done");
    } finally {
      sql("alter table client_patience_away rename to client_patience");
    }
  }

  @Test
  void aStreamIsGoneOnWithOnceTheDatabaseIsBack() throws Exception {
    String last;
    try (HeldStreamReader held = tool.call(agent, 3, "blip", "\"progressToken\":1")) {
      held.next();
      last = held.lastId();
    }
    String id = tool.pending("blip");
    sql("alter table approval_votes rename to approval_votes_away");
    CompletableFuture<HeldStreamReader> resumed;
    try {
      resumed = resume(last);
      await()
          .during(Duration.ofMillis(700))
          .atMost(Duration.ofSeconds(2))
          .until(() -> !resumed.isDone());
    } finally {
      sql("alter table approval_votes_away rename to approval_votes");
    }
    try (HeldStreamReader stream = resumed.join()) {
      assertThat(stream.status()).isEqualTo(200);
      tool.owner().approve(id).expect(200);
      assertThat(text(stream.answer())).isEqualTo("done");
    }
  }

  @Test
  void aDatabaseThatStaysAwayIsToldAsAnErrorToComeBackFrom() throws Exception {
    String last;
    try (HeldStreamReader held = tool.call(agent, 4, "outage", "\"progressToken\":1")) {
      held.next();
      last = held.lastId();
    }
    tool.owner().decline(tool.pending("outage"), "done with").expect(200);
    sql("alter table approval_votes rename to approval_votes_away");
    try {
      Http.Reply reply =
          preloop
              .http()
              .send(
                  "GET",
                  "/mcp/v1",
                  agent.key(),
                  "",
                  Map.of("Last-Event-ID", last, "Accept", "text/event-stream"));

      assertThat(reply.expect(503).at("/error/message").asString()).contains("The database");
      assertThat(reply.headers().firstValue("Retry-After")).hasValue("1");
    } finally {
      sql("alter table approval_votes_away rename to approval_votes");
    }
  }

  private CompletableFuture<HeldStreamReader> resume(String last) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return HeldStreamReader.resume(agent, last);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        task -> Thread.startVirtualThread(task));
  }

  private void sql(String statement) {
    DatabaseSettings settings = preloop.bean(DatabaseSettings.class);
    JdbcClient.create(
            new DriverManagerDataSource(settings.jdbcUrl(), settings.user(), settings.password()))
        .sql(statement)
        .update();
  }

  private static String text(JsonNode answer) {
    return answer.at("/result/content/0/text").asString();
  }
}
