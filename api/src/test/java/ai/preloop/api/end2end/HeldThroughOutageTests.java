package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.DatabaseSettings;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
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
          .atMost(Duration.ofSeconds(10))
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
    sql(
        """
        create function votes_away() returns setof approval_votes_away language plpgsql as
          $$ begin raise exception 'away' using errcode = 'cannot_connect_now'; end $$
        """);
    sql("create view approval_votes as select * from votes_away()");
    sql("grant select on approval_votes to preloop_app");
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
      sql("drop view approval_votes");
      sql("drop function votes_away()");
      sql("alter table approval_votes_away rename to approval_votes");
    }
  }

  @Test
  void aCallThatIsCancelledWhileItsRequestIsBeingOpenedIsTakenBack() throws Exception {
    sql(
        """
        create function wait_to_open() returns trigger language plpgsql as
          $$ begin perform pg_advisory_xact_lock(1909); return new; end $$
        """);
    sql(
        """
        create trigger waits_to_open before insert on approval_requests
          for each row execute function wait_to_open()
        """);
    try (Connection connection = source().getConnection()) {
      var here = new SingleConnectionDataSource(connection, true);
      JdbcClient.create(here).sql("select pg_advisory_lock(1909)").query(rows -> {});
      var held = task(() -> tool.call(agent, 5, "early", "\"progressToken\":1"));
      await().atMost(Duration.ofSeconds(10)).until(this::isOpening);
      cancel(5);
      JdbcClient.create(here).sql("select pg_advisory_unlock(1909)").query(rows -> {});

      try (HeldStreamReader stream = held.join()) {
        assertThat(stream.next().path("method").asString()).isEqualTo("notifications/progress");
        assertThat(stream.isOver()).isTrue();
      }
      await().atMost(Duration.ofSeconds(10)).until(() -> statusOf("early").equals("cancelled"));
    } finally {
      sql("drop trigger waits_to_open on approval_requests");
      sql("drop function wait_to_open()");
    }
  }

  private boolean isOpening() {
    return JdbcClient.create(source())
        .sql("select exists (select from pg_locks where locktype = 'advisory' and not granted)")
        .query(Boolean.class)
        .single();
  }

  private void cancel(int request) {
    agent
        .post(
            """
            {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%d,"reason":"The user stopped it"}}\
            """
                .formatted(request),
            Map.of())
        .expect(202);
  }

  private String statusOf(String to) {
    return preloop
        .http()
        .get("/api/v1/approval-requests?limit=100", tool.owner().token())
        .expect(200)
        .path("items")
        .valueStream()
        .filter(request -> request.path("tool_name").asString().equals(tool.name()))
        .filter(request -> request.path("arguments").toString().contains(to))
        .map(request -> request.path("status").asString())
        .findFirst()
        .orElse("");
  }

  private CompletableFuture<HeldStreamReader> resume(String last) {
    return task(() -> HeldStreamReader.resume(agent, last));
  }

  private static CompletableFuture<HeldStreamReader> task(Callable<HeldStreamReader> work) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return work.call();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        task -> Thread.startVirtualThread(task));
  }

  private void sql(String statement) {
    JdbcClient.create(source()).sql(statement).update();
  }

  private DataSource source() {
    DatabaseSettings settings = preloop.bean(DatabaseSettings.class);
    return new DriverManagerDataSource(settings.jdbcUrl(), settings.user(), settings.password());
  }

  private static String text(JsonNode answer) {
    return answer.at("/result/content/0/text").asString();
  }
}
