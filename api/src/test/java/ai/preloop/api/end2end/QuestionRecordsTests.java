package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What a server asks of its client is in the ledger, and what was said is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuestionRecordsTests {

  private static final String SERVER = "questions";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Approver owner = new Approver(preloop.http(), preloop.owner());
  private EverythingServer server;
  private TypeScriptClient agent;

  @BeforeAll
  void start() {
    server = EverythingServer.at(preloop, SERVER);
    Http http = preloop.http();
    agent = TypeScriptClient.connectAble(http.base().resolve("/mcp"), preloop.agentKey());
  }

  @AfterAll
  void stop() {
    agent.close();
    server.close();
  }

  @Test
  void anAnswerIsRecordedWithTheCallThatItWasAskedIn() {
    agent.call("trigger-sampling-request", "{\"prompt\":\"hush-hush\",\"maxTokens\":7}").result();

    JsonNode asked = awaited("sampling/createMessage");
    JsonNode call = awaited("tool.call", "/tool", "trigger-sampling-request");
    assertThat(asked.path("outcome").asString()).isEqualTo("ok");
    assertThat(asked.path("correlation_id")).isEqualTo(call.path("correlation_id"));
    assertThat(asked.path("session_id").asString()).isNotEmpty();
    assertThat(asked.path("session_id")).isEqualTo(call.path("session_id"));
    assertThat(asked.path("principal")).isEqualTo(call.path("principal"));
    assertThat(asked.path("duration_ms").isNumber()).isTrue();
    assertThat(asked.toString()).doesNotContain("hush", "sampled");
  }

  @Test
  void whatAPersonDidIsRecordedAndNotWhatTheySaid() {
    agent.call("trigger-elicitation-request", "{}").result();

    JsonNode asked = awaited("elicitation/create");
    assertThat(asked.path("outcome").asString()).isEqualTo("accepted");
    assertThat(asked.toString()).doesNotContain("Ana");
  }

  private JsonNode awaited(String method) {
    return awaited("server.asked", "/arguments/method", method);
  }

  private JsonNode awaited(String action, String at, String value) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                records(action).stream()
                    .filter(each -> each.at(at).asString("").equals(value))
                    .toList(),
            found -> found.size() == 1)
        .getFirst();
  }

  private List<JsonNode> records(String action) {
    return preloop
        .http()
        .get("/api/v1/audit-logs?limit=100&server=" + SERVER, owner.token())
        .expect(200)
        .path("items")
        .valueStream()
        .filter(each -> each.path("action").asString().equals(action))
        .toList();
  }
}
