package ai.preloop.api.end2end;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.attempts.FakeAnswer;
import ai.preloop.activities.attempts.FakeAnswer.Status;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.gateway.ChatCompletions;
import ai.preloop.activities.gateway.ChatCompletions.Message;
import ai.preloop.activities.gateway.ChatCompletions.Question;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Principals;
import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Policies that a model drafts, by a provider that answers what a test says. */
class PolicyGenerationTests {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PRICED = ",\"prices\":{\"input\":2,\"output\":8}";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final String owner = preloop.owner();
  private final OwnModels own = new OwnModels(preloop);
  private final String name = "drafted-" + UUID.randomUUID().toString().substring(0, 8);
  private final String model = own.model("openai", PRICED);
  private final JsonNode versions = versions();

  @AfterEach
  void nothingWasApplied() {
    own.close();
    assertThat(versions()).isEqualTo(versions);
  }

  @Test
  void draftsExplainsAndTriesAPolicy() {
    own.provider()
        .next(said("Sure.\n" + block(policy("deny")) + block(tests("deny")) + "That is all."));

    JsonNode answer = generate("").expect(200);

    assertThat(answer.path("valid").asBoolean()).isTrue();
    assertThat(answer.path("attempts").asInt()).isEqualTo(1);
    assertThat(answer.path("document").asString()).isEqualTo(policy("deny"));
    assertThat(answer.path("model_note").asString()).isEqualTo("Sure.\nThat is all.");
    assertThat(answer.path("explanation").valueStream().map(each -> each.path("words").asString()))
        .containsExactly(
            "A call of the tool `delete_all` for which `args.size() > 1` holds is refused (described as: Too much).",
            "Any other call is allowed.");
    assertThat(answer.at("/diff/changes").toString()).contains("delete_all");
    assertThat(answer.at("/tests/passed").asInt()).isEqualTo(1);
    assertThat(answer.at("/backtest/truncated").isBoolean()).isTrue();
    assertThat(answer.path("omitted").isEmpty()).isTrue();
  }

  @Test
  void asksThroughTheGateway() {
    own.provider().next(said(block(policy("deny"))));

    JsonNode usage = generate("").expect(200).path("usage");

    JsonNode row = ledger().getFirst();
    assertThat(row.path("agent").asString()).isEqualTo("preloop/policy-generate");
    assertThat(usage.path("model").asString()).isEqualTo(model);
    assertThat(usage.path("input_tokens").asInt()).isEqualTo(100);
    assertThat(usage.path("cost_usd").decimalValue()).isEqualByComparingTo("0.001");
    assertThat(row.path("cost_usd").decimalValue()).isEqualByComparingTo("0.001");
    JsonNode sent = own.provider().lastRequest().json();
    assertThat(sent.path("max_completion_tokens").asInt()).isEqualTo(8_000);
    assertThat(task().path("policy_name").asString()).isEqualTo(name);
    assertThat(task().path("wanted").asString()).isEqualTo("No mass deletion.");
    assertThat(task().path("tools").toString()).contains("get_balance");
    assertThat(recorded()).containsExactly("ok");
  }

  @Test
  void hasItRepairedOnce() {
    own.provider()
        .next(said(block(policy("forbid"))), said(block(policy("deny")) + block(tests("deny"))));

    JsonNode answer = generate("").expect(200);

    assertThat(answer.path("valid").asBoolean()).isTrue();
    assertThat(answer.path("attempts").asInt()).isEqualTo(2);
    assertThat(answer.at("/usage/calls").asInt()).isEqualTo(2);
    assertThat(own.provider().lastRequest().json().at("/messages/3/content").asString())
        .contains("$.tools[0].conditions[0].action");
  }

  @Test
  void answersWhatStaysInvalid() {
    own.provider().always(said(block(policy("forbid"))));

    JsonNode answer = generate("").expect(200);

    assertThat(answer.path("valid").asBoolean()).isFalse();
    assertThat(answer.path("attempts").asInt()).isEqualTo(3);
    assertThat(own.provider().requests()).hasSize(3);
    assertThat(answer.path("findings").valueStream().map(each -> each.path("path").asString()))
        .contains("$.tools[0].conditions[0].action");
    assertThat(answer.path("explanation").isEmpty()).isTrue();
    assertThat(answer.has("diff")).isFalse();
    assertThat(recorded()).containsExactly("invalid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no policy at all", "{{{{ : - &a *b", "- 1\n- 2", "\u0000\u0007", ""})
  void survivesGarbage(String garbage) {
    own.provider().always(said(garbage));

    JsonNode answer = generate("").expect(200);

    assertThat(answer.path("valid").asBoolean()).isFalse();
    assertThat(answer.path("findings").isEmpty()).isFalse();
  }

  @Test
  void survivesAHugeAnswer() {
    own.provider().always(said("# " + "x".repeat(1_000_000)));

    JsonNode answer = generate("").expect(200);

    assertThat(answer.at("/findings/0/code").asString()).isEqualTo("draft.too_large");
    assertThat(answer.path("document").asString()).isEmpty();
  }

  @Test
  void saysWhichTestsFail() {
    own.provider().next(said(block(policy("deny")) + block(tests("allow"))));

    JsonNode answer = generate("").expect(200);

    assertThat(answer.path("valid").asBoolean()).isTrue();
    assertThat(answer.at("/tests/failed").asInt()).isEqualTo(1);
    assertThat(answer.at("/tests/results/0/verdict").asString()).isEqualTo("deny");
  }

  @Test
  void saysWhenTestsCannotBeRun() {
    own.provider().next(said(block(policy("deny")) + block("cases:\n  - { nme: x }\n")));

    JsonNode answer = generate("").expect(200);

    assertThat(answer.path("valid").asBoolean()).isTrue();
    assertThat(answer.has("tests")).isFalse();
    assertThat(answer.path("omitted").toString())
        .contains("tests were not run", "`name` is missing");
  }

  @Test
  void asksNoMoreOfAModelThatDeclines() {
    own.provider()
        .next(
            chat(
                """
                {"role":"assistant","content":null,"refusal":"I will not."}\
                """));

    JsonNode answer = generate("").expect(200);

    assertThat(answer.path("valid").asBoolean()).isFalse();
    assertThat(answer.path("model_note").asString()).isEqualTo("I will not.");
    assertThat(own.provider().requests()).hasSize(1);
  }

  @Test
  void holdsTheDraftToItsOwner() {
    own.provider()
        .next(said(block(policy("deny").replace(name, "somebody"))), said(block(policy("deny"))));

    JsonNode answer = generate("").expect(200);

    assertThat(answer.path("attempts").asInt()).isEqualTo(2);
    assertThat(own.provider().lastRequest().text()).contains("draft.name");
  }

  @Test
  void saysThatTheProviderFails() {
    own.provider().always(new Status(400));

    JsonNode problem = generate("").expect(502);

    assertThat(problem.path("detail").asString()).contains("answered with status 400");
    assertThat(recorded()).containsExactly("failed");
  }

  @Test
  void keepsTheDraftWhereTheRepairFails() {
    own.provider().next(said(block(policy("forbid")))).always(new Status(400));

    JsonNode answer = generate("").expect(200);

    assertThat(answer.path("valid").asBoolean()).isFalse();
    assertThat(answer.path("omitted").toString()).contains("It was not repaired");
  }

  @Test
  void budgetsHold() {
    String id =
        http.post(
                "/api/v1/budgets",
                owner,
                """
                {"name":"%s","scope":{"type":"model","value":"%s"},"period":"all_time","limit_usd":0.000001}
                """
                    .formatted(name, model))
            .expect(201)
            .path("id")
            .asString();

    JsonNode problem = generate("").expect(403);

    assertThat(problem.path("type").asString()).endsWith("budget-limit-exceeded");
    assertThat(own.provider().requests()).isEmpty();
    http.send("DELETE", "/api/v1/budgets/" + id, owner, "", Map.of()).expect(204);
  }

  @Test
  void keysDraftNothing() {
    String key =
        http.post(
                "/api/v1/auth/api-keys",
                owner,
                "{\"name\":\"%s\",\"scopes\":[\"policy:write\",\"account:read\"]}".formatted(name))
            .expect(201)
            .path("key")
            .asString();

    assertThat(http.post("/api/v1/policies/generate", key, body("")).status()).isEqualTo(403);
    assertThat(http.post("/api/v1/policies/generate-from-audit", key, "{}").status())
        .isEqualTo(403);
    assertThat(http.post("/api/v1/policies/generate", own.key(), body("")).status()).isEqualTo(403);
    assertThat(own.provider().requests()).isEmpty();
  }

  @Test
  void draftsOneAtATime() {
    CountDownLatch gate = new CountDownLatch(1);
    own.provider().after(gate).next(said(block(policy("deny"))));
    CompletableFuture<Http.Reply> first = CompletableFuture.supplyAsync(() -> generate(""));
    await().atMost(Duration.ofSeconds(20)).until(() -> own.provider().running() == 1);

    Http.Reply second = generate("");
    gate.countDown();

    assertThat(second.status()).isEqualTo(429);
    first.join().expect(200);
  }

  @Test
  void refusesWhatCannotBeAsked() {
    post("generate", "{}").expect(422);
    post("generate", "{\"description\":\" \"}").expect(422);
    post("generate", "{\"description\":\"%s\"}".formatted("x".repeat(8_001))).expect(422);
    generate(",\"base\":\"something\"").expect(422);
    generate(",\"base\":\"active\"").expect(422);
    generate(",\"model\":\"none-such\"").expect(404);
    post("generate", "{\"description\":\"x\",\"policy_name\":\"console\"}").expect(422);
    assertThat(own.provider().requests()).isEmpty();
  }

  @Test
  void draftsFromRecordedCalls() {
    Instant begun = Instant.now();
    try (FixtureMcpServer server = FixtureMcpServer.start()) {
      String tool = connected(server);
      Agent agent = preloop.agent();
      agent.call(tool, "{\"amount\":4711,\"token\":\"hunter2\",\"note\":\"geheim\"}");
      agent.call(tool, "{\"amount\":20}");
      await().atMost(Duration.ofSeconds(20)).until(() -> outcomes("tool=" + tool).size() == 2);
      String draft = policy("deny").replace("delete_all", tool).replace("args.size() > 1", "true");
      own.provider().next(said(block(draft)));

      JsonNode answer =
          post(
                  "generate-from-audit",
                  "{\"from\":\"%s\",\"model\":\"%s\",\"policy_name\":\"%s\"}"
                      .formatted(begun, model, name))
              .expect(200);

      assertThat(answer.path("valid").asBoolean()).as(answer.toString()).isTrue();
      assertThat(answer.at("/backtest/transitions").toString())
          .isEqualTo("[{\"before\":\"allow\",\"after\":\"deny\",\"calls\":2}]");
      JsonNode seen = task().at("/recorded_calls/by_tool/0");
      assertThat(seen.path("tool").asString()).isEqualTo(tool);
      assertThat(seen.at("/verdicts/allow").asInt()).isEqualTo(2);
      assertThat(seen.at("/arguments/amount").asString()).isEqualTo("integer, in 2 calls");
      assertThat(own.provider().lastRequest().text()).doesNotContain("4711", "hunter2", "geheim");
    }
  }

  @Test
  void beginsWithTheDocumentInForce() {
    String export = "/api/v1/policies/export?format=";
    String of = http.get(export + "json", owner).expect(200).at("/0/metadata/name").asString();
    String inForce =
        http.get(export + "yaml&policy_name=" + URLEncoder.encode(of, UTF_8), owner).body();
    own.provider().next(said(block(inForce.stripTrailing() + "\n")));

    JsonNode answer =
        post(
                "generate",
                "{\"description\":\"x\",\"base\":\"active\",\"model\":\"%s\",\"policy_name\":\"%s\"}"
                    .formatted(model, of))
            .expect(200);

    assertThat(answer.path("valid").asBoolean()).as(answer.toString()).isTrue();
    assertThat(answer.at("/diff/policy_name").asString()).isEqualTo(of);
    assertThat(task().path("policy_name").asString()).isEqualTo(of);
    assertThat(task().path("policy_in_force").asString().strip())
        .isNotEmpty()
        .isEqualTo(inForce.strip());
  }

  @Test
  void saysThatThereAreNoCalls() {
    post("generate-from-audit", "{\"principal\":\"%s\",\"model\":\"%s\"}".formatted(name, model))
        .expect(422);
    post("generate-from-audit", "{\"from\":\"2999-01-01T00:00:00Z\"}").expect(422);
  }

  @Test
  void asksAProviderOfAnotherDialect() {
    String claude = own.model("anthropic", "");
    own.provider().saying(block(policy("deny")));

    JsonNode answer =
        post(
                "generate",
                "{\"description\":\"x\",\"model\":\"%s\",\"policy_name\":\"%s\"}"
                    .formatted(claude, name))
            .expect(200);

    assertThat(answer.path("valid").asBoolean()).isTrue();
    assertThat(own.provider().lastRequest().path()).endsWith("/messages");
    assertThat(own.provider().lastRequest().json().path("system").toString())
        .contains("You write policies");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsWhenTheTimeIsOver(boolean beforeHead) {
    own.provider().always(beforeHead ? FakeAnswer.STALL_BEFORE_HEAD : FakeAnswer.STALL_BEFORE_BODY);
    Question question = new Question(model, List.of(new Message("user", "x")), 10, "test");

    assertThatThrownBy(() ->
            preloop.bean(ChatCompletions.class).ask(ownerHere(), question, Duration.ofMillis(500)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.type()).isEqualTo(ProblemType.UPSTREAM_TIMEOUT));
    await().atMost(Duration.ofSeconds(20)).until(() -> own.provider().running() == 0);
  }

  private Principal ownerHere() {
    return preloop
        .bean(Database.class)
        .asSystem(jdbc ->
            jdbc.sql("select account_id, id from users where username = 'owner'")
                .query((row, number) ->
                    preloop
                        .bean(Principals.class)
                        .inStanding(
                            new AccountId(row.getObject("account_id", UUID.class)),
                            "user",
                            row.getObject("id", UUID.class)))
                .single())
        .orElseThrow();
  }

  private String connected(FixtureMcpServer server) {
    String tool = "seen_" + name.substring(8);
    server.removeTool("echo");
    server.removeTool("pay");
    server.tool(tool, "{}", arguments -> FixtureMcpServer.text("done"));
    String made = "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(tool, server.url());
    String id = http.post("/api/v1/mcp-servers", owner, made).expect(201).path("id").asString();
    http.post("/api/v1/mcp-servers/" + id + "/scan", owner, "{}").expect(200);
    return tool;
  }

  /** What the model was told of the wish, when it was asked the last time. */
  private JsonNode task() {
    return JSON.readTree(own.provider().lastRequest().json().at("/messages/1/content").asString());
  }

  private Http.Reply generate(String more) {
    return post("generate", body(more));
  }

  private String body(String more) {
    return "{\"description\":\"No mass deletion.\",\"policy_name\":\"%s\"%s%s}"
        .formatted(name, more.contains("\"model\"") ? "" : ",\"model\":\"" + model + "\"", more);
  }

  private Http.Reply post(String path, String body) {
    return http.post("/api/v1/policies/" + path, owner, body);
  }

  private JsonNode versions() {
    return http.get("/api/v1/policies/versions?limit=1", owner).expect(200);
  }

  private List<JsonNode> ledger() {
    await().atMost(Duration.ofSeconds(20)).until(() -> !rows().isEmpty());
    return rows();
  }

  private List<JsonNode> rows() {
    return http.get("/api/v1/account/gateway-usage/search?limit=100&model=" + model, owner)
        .expect(200)
        .path("items")
        .valueStream()
        .toList();
  }

  /** How drafts of this test's model ended, as the audit log says it. */
  private List<String> recorded() {
    await().atMost(Duration.ofSeconds(20)).until(() -> !outcomes("server=" + model).isEmpty());
    return outcomes("server=" + model);
  }

  private List<String> outcomes(String query) {
    return http.get("/api/v1/audit-logs?limit=100&" + query, owner)
        .expect(200)
        .path("items")
        .valueStream()
        .filter(item ->
            List.of("policy.generate", "tool.call").contains(item.path("action").asString()))
        .map(item -> item.path("outcome").asString())
        .toList();
  }

  private String policy(String action) {
    return """
    version: "1.0"
    metadata: { name: %s }
    tools:
      - name: delete_all
        conditions:
          - { expression: "args.size() > 1", action: %s, description: Too much }
        otherwise: allow
    """
        .formatted(name, action);
  }

  private static String tests(String verdict) {
    return """
    cases:
      - name: two
        tool: delete_all
        server: any
        args: { a: 1, b: 2 }
        expect: { verdict: %s }
    """
        .formatted(verdict);
  }

  private static String block(String yaml) {
    return "```yaml\n%s```\n".formatted(yaml);
  }

  private static FakeAnswer said(String content) {
    return chat(
        "{\"role\":\"assistant\",\"content\":%s}".formatted(JSON.writeValueAsString(content)));
  }

  private static Status chat(String message) {
    String body =
        """
        {"id":"c","object":"chat.completion","model":"up-openai","choices":[
          {"index":0,"finish_reason":"stop","message":%s}],
         "usage":{"prompt_tokens":100,"completion_tokens":100,"total_tokens":200}}
        """
            .formatted(message);
    return new Status(200, Map.of(), body);
  }
}
