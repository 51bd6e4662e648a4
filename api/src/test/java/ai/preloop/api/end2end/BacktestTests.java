package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.audit.AuditLog.Span;
import ai.preloop.activities.audit.WrittenLedger;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Authentications;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.Backtest;
import ai.preloop.activities.policies.Backtests;
import ai.preloop.activities.upstream.FixtureMcpServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls that were made, before policies that were not there yet. */
class BacktestTests {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final FixtureMcpServer server = FixtureMcpServer.start();
  private final String name = "moved_" + UUID.randomUUID().toString().substring(0, 8);
  private final Instant begun = Instant.now();
  private Agent agent = preloop.agent();

  /** Two are allowed, one is denied, one waits for a person; one has a secret. */
  @BeforeEach
  void call() {
    server.removeTool("echo");
    server.removeTool("pay");
    server.tool(name, "{}", arguments -> FixtureMcpServer.text("done"));
    String body = "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(name, server.url());
    String id = post("/mcp-servers", body).expect(201).path("id").asString();
    post("/mcp-servers/" + id + "/scan", "{}").expect(200);
    upload(
        """
        { expression: "args.amount > 100", action: deny, description: Too much },
        { expression: "args.amount > 50", action: require_approval }\
        """);
    agent.call(name, "{\"amount\":10,\"password\":\"hunter2\"}");
    agent.call(name, "{\"amount\":20}");
    agent.call(name, "{\"amount\":60}");
    agent.call(name, "{\"amount\":200}");
    await().atMost(Duration.ofSeconds(20)).until(() -> records().size() == 4);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void saysWhatWouldHaveBeenDifferent() {
    JsonNode test =
        backtest(
            """
            { expression: "args.amount > 15", action: require_approval, description: Mind },
            { expression: "args.amount > 1000", action: deny }\
            """,
            "");

    assertThat(test.path("calls").asInt()).isEqualTo(4);
    assertThat(test.path("unchanged").asInt()).isEqualTo(2);
    assertThat(test.path("changed").asInt()).isEqualTo(2);
    assertThat(test.path("unknown").asInt()).isZero();
    assertThat(test.path("more_approvals").asInt()).isEqualTo(2);
    assertThat(test.path("changes").valueStream().map(BacktestTests::words))
        .containsExactly("deny ask Mind", "allow ask Mind");
    assertThat(test.path("rules").valueStream().map(rule -> rule.path("fired").asInt()))
        .containsExactly(3, 0);
    assertThat(test.path("truncated").asBoolean()).isFalse();
  }

  @Test
  void neverGuessesWhatARecordDoesNotHave() {
    JsonNode test =
        backtest("{ expression: \"args.?password.orValue('') == 'x'\", action: deny }", "");

    assertThat(test.path("unknown").asInt()).isEqualTo(1);
    assertThat(test.path("rules").get(0).path("unknown").asInt()).isEqualTo(1);
    assertThat(test.path("changes").valueStream().map(BacktestTests::words))
        .contains("allow unknown null");
  }

  @Test
  void comparesWithThePolicyInForceToo() {
    String draft = "{ expression: \"args.amount > 15\", action: deny }";
    upload(draft);

    assertThat(backtest(draft, "").path("changed").asInt()).isEqualTo(2);
    assertThat(backtest(draft, ",\"against\":\"in_force\"").path("changed").asInt()).isZero();
  }

  @Test
  void looksAtTheNewestOnly() {
    JsonNode test = backtest("{ action: deny }", ",\"limit\":3");

    assertThat(test.path("calls").asInt()).isEqualTo(3);
    assertThat(test.path("truncated").asBoolean()).isTrue();
  }

  @Test
  void looksAtNoMoreOnceItsTimeIsOver() {
    Principal owner =
        preloop.bean(Authentications.class).authenticate("Bearer " + preloop.owner(), null);
    Instant now = Instant.now();
    Backtests.Request request =
        new Backtests.Request(
            "version: \"1.0\"\nmetadata: { name: timed }\n".getBytes(StandardCharsets.UTF_8),
            new Span(now.minusSeconds(3_600), now),
            Backtests.Baseline.RECORDED,
            10);

    Backtest test = preloop.bean(Backtests.class).run(owner, request, Duration.ZERO);

    assertThat(test.truncated()).isTrue();
  }

  @Test
  void explainsEachAsItWasJudged() {
    upload("{ action: deny }");

    for (JsonNode record : records()) {
      JsonNode told =
          post(
                  "/policies/explain",
                  "{\"audit_log_id\":\"%s\"}".formatted(record.path("id").asString()))
              .expect(200);
      assertThat(told.path("verdict")).isEqualTo(record.path("verdict"));
      assertThat(told.path("again")).isEqualTo(record.path("verdict"));
      assertThat(told.path("policy_version")).isEqualTo(record.path("policy_version"));
      assertThat(told.path("at")).isEqualTo(record.path("at"));
      assertThat(told.at("/steps/0/values/0/path").asString()).isEqualTo("args.amount");
      assertThat(told.at("/steps/0/values/0/value"))
          .isEqualTo(JSON.readTree(arguments(record)).path("amount"));
    }
  }

  @Test
  void explainsNoOtherRecord() {
    String none = "{\"audit_log_id\":\"%s\"}";
    post("/policies/explain", none.formatted(UUID.randomUUID())).expect(404);
    post("/policies/explain", none.formatted("ffffffff-ffff-7fff-bfff-ffffffffffff")).expect(404);
    post("/policies/explain", none.formatted("00000000-0000-7000-8000-000000000000")).expect(404);
    post("/policies/explain", none.formatted("x")).expect(422);
    WrittenLedger.await(preloop.bean(Database.class));
    JsonNode change =
        preloop
            .http()
            .get("/api/v1/audit-logs?limit=100", preloop.owner())
            .expect(200)
            .path("items")
            .valueStream()
            .filter(item -> item.path("action").asString().equals("policy.applied"))
            .findFirst()
            .orElseThrow();
    post("/policies/explain", none.formatted(change.path("id").asString())).expect(422);
  }

  @Test
  void refusesWhatItCannotTry() {
    post("/policies/backtest", "{}").expect(422);
    post("/policies/backtest", "{\"policy\":\"version: 1\"}").expect(422);
    post("/policies/backtest", "{\"policy\":\"x\",\"limit\":0}").expect(422);
    post("/policies/backtest", "{\"policy\":\"x\",\"against\":\"nothing\"}").expect(422);
    post("/policies/backtest", "{\"policy\":\"x\",\"since\":\"2999-01-01T00:00:00Z\"}").expect(422);
  }

  private JsonNode backtest(String rules, String more) {
    String body =
        "{\"policy\":%s,\"since\":\"%s\"%s}"
            .formatted(JSON.writeValueAsString(policy(rules)), begun, more);
    return post("/policies/backtest", body).expect(200);
  }

  private static String words(JsonNode change) {
    return "%s %s %s"
        .formatted(
            change.path("before").asString(),
            change.path("after").asString(),
            change.at("/rule/description").asString(null));
  }

  private static String arguments(JsonNode record) {
    JsonNode arguments = record.path("arguments");
    return arguments.isString() ? arguments.asString() : arguments.toString();
  }

  private List<JsonNode> records() {
    return preloop
        .http()
        .get("/api/v1/audit-logs?limit=100&tool=" + name, preloop.owner())
        .expect(200)
        .path("items")
        .valueStream()
        .filter(item -> item.path("action").asString().equals("tool.call"))
        .toList();
  }

  private String policy(String rules) {
    return """
    version: "1.0"
    metadata: { name: %1$s }
    approval_workflows: [ { name: people-%1$s, async_approval: true } ]
    tools:
      - name: %1$s
        source: %1$s
        approval_workflow: people-%1$s
        conditions: [ %2$s ]
        otherwise: allow
    """
        .formatted(name, rules);
  }

  private void upload(String rules) {
    preloop
        .http()
        .send(
            "POST",
            "/api/v1/policies/upload",
            preloop.owner(),
            policy(rules),
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
  }

  private Http.Reply post(String path, String body) {
    return preloop.http().post("/api/v1" + path, preloop.owner(), body);
  }
}
