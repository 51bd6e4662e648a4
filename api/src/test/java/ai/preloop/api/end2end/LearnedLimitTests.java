package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A client that is known to wait for no longer than a few seconds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LearnedLimitTests {

  private static final int SECONDS = 9;

  private final String client = "impatient-" + UUID.randomUUID();
  private RunningPreloop preloop;
  private AskedTool tool;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
    tool = new AskedTool(preloop);
    know();
  }

  @AfterAll
  void stop() {
    tool.close();
  }

  @Test
  void isToldToPollBeforeItGivesUp() throws Exception {
    Agent agent = agent();
    long begun = System.nanoTime();
    try (HeldStreamReader held = tool.call(agent, 1, "soon", "\"progressToken\":1")) {
      JsonNode told = held.answer().at("/result/structuredContent");

      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isLessThan(Duration.ofSeconds(SECONDS));
      assertThat(told.path("status").asString("")).isEqualTo("pending_approval");
      String id = told.path("request_id").asString();
      tool.owner().approve(id).expect(200);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> agent.status(id).toString().contains("done"));
    }
    assertThat(tool.server().calls()).hasSize(1);
  }

  private Agent agent() {
    Agent stranger = new Agent(preloop.http(), tool.key(), "", new AtomicLong());
    Http.Reply opened =
        stranger.rpc(
            "initialize",
            """
            {"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"%s","version":"1"}}\
            """
                .formatted(client));
    String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
    return new Agent(preloop.http(), stranger.key(), session, stranger.ids());
  }

  /** As two of its lost connections would have left it. */
  private void know() {
    Database database = preloop.bean(Database.class);
    AccountId account =
        new AccountId(
            database.asSystem(jdbc ->
                jdbc.sql("select id from accounts where name = 'default'")
                    .query(UUID.class)
                    .single()));
    database.doInAccount(
        account,
        jdbc ->
            jdbc.sql(
                    """
                    insert into client_patience (account_id, client, progress, gave_up_after, confirmed)
                    values (?, ?, true, ?, true)
                    """)
                .params(account.value(), client + " 1", SECONDS)
                .update());
  }
}
