package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.sessions.CallCount;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.activities.waiting.Cancellations;
import ai.preloop.activities.waiting.Cancellations.Cancelled;
import ai.preloop.activities.waiting.Waiters;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Calls that are held open while a person decides, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeldCallTests {

  private static final String POLICY =
      """
      version: "1.0"
      metadata:
        name: held
      approval_workflows:
        - name: held
          timeout_seconds: 300
      tools:
        - name: transfer
          source: held
          approval_workflow: held
          otherwise: require_approval
      """;

  private final FixtureMcpServer server = FixtureMcpServer.start();
  private RunningPreloop preloop;
  private Http http;
  private Approver owner;
  private Agent agent;

  @BeforeAll
  void start() {
    server.tool("transfer", "{}", arguments -> FixtureMcpServer.text("transferred"));
    preloop = RunningPreloop.shared();
    http = preloop.http();
    owner = new Approver(http, preloop.owner());
    agent = Agent.connect(http, key("held agent"));
    register();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void answersAsAStreamAtOnceAndWithTheResultOnceApproved() throws Exception {
    try (HeldStreamReader held = call(1, "first", "\"progressToken\":\"t-1\"")) {
      JsonNode progress = held.next();

      assertThat(held.contentType()).startsWith("text/event-stream");
      assertThat(progress.path("method").asString()).isEqualTo("notifications/progress");
      assertThat(progress.at("/params/progressToken").asString()).isEqualTo("t-1");
      owner.approve(pending("first")).expect(200);
      JsonNode answer = held.answer();

      assertThat(answer.path("id").asInt()).isEqualTo(1);
      assertThat(answer.at("/result/isError").asBoolean(false)).isFalse();
      assertThat(answer.at("/result/content").size()).isPositive();
      assertThat(held.isOver()).isTrue();
      assertThat(sent("first")).isOne();
    }
  }

  @Test
  void goesOnWithAStreamThatWasCut() throws Exception {
    String last;
    try (HeldStreamReader held = call("\"cut\"", "cut", "\"progressToken\":7")) {
      held.next();
      last = held.lastId();
    }
    owner.approve(pending("cut")).expect(200);

    try (HeldStreamReader resumed = HeldStreamReader.resume(agent, last)) {
      JsonNode answer = resumed.answer();
      assertThat(answer.path("id").asString()).isEqualTo("cut");
      assertThat(answer.at("/result/content").size()).isPositive();
    }
    assertThat(sent("cut")).isOne();
  }

  @Test
  void doesNotGoOnWithAStreamOfSomebodyElse() throws Exception {
    try (HeldStreamReader held = call(1, "private", "\"progressToken\":8")) {
      held.next();
      Agent other = Agent.connect(http, key("a stranger"));

      try (HeldStreamReader resumed = HeldStreamReader.resume(other, held.lastId())) {
        assertThat(resumed.status()).isEqualTo(405);
      }
      owner.decline(pending("private"), "done with").expect(200);
    }
  }

  @Test
  void attachesACallThatIsRepeatedToItsRequest() throws Exception {
    String meta = "\"progressToken\":9,\"claudecode/toolUseId\":\"toolu_1\"";
    try (HeldStreamReader first = call(1, "twice", meta);
        HeldStreamReader second = call(2, "twice", meta)) {
      first.next();
      second.next();
      owner.approve(pending("twice")).expect(200);

      assertThat(first.answer().path("result")).isEqualTo(second.answer().path("result"));
    }
    try (HeldStreamReader later = call(3, "twice", meta)) {
      assertThat(later.answer().at("/result/content").size()).isPositive();
    }
    assertThat(sent("twice")).isOne();
  }

  @Test
  void refusesACallIdThatWasAnotherCalls() throws Exception {
    String meta = "\"progressToken\":9,\"callId\":\"call_2\"";
    try (HeldStreamReader first = call(1, "one", meta)) {
      first.next();
      JsonNode refused = agent.call("transfer", arguments("other", meta)).path("content");

      assertThat(refused.toString()).contains("used for another call");
      owner.decline(pending("one"), "done with").expect(200);
    }
  }

  @Test
  void withoutAnIdACallIsTheSameUntilItsResultWasTold() throws Exception {
    try (HeldStreamReader first = call(1, "same", "\"progressToken\":1");
        HeldStreamReader second = call(2, "same", "\"progressToken\":2")) {
      first.next();
      second.next();
      owner.approve(pending("same")).expect(200);
      assertThat(first.answer().path("result")).isEqualTo(second.answer().path("result"));
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> isNewRequest("same"));
    assertThat(sent("same")).isOne();
    owner.decline(pending("same"), "done with").expect(200);
  }

  @Test
  void refusesForAWhileWhatWasDeclinedJustNow() throws Exception {
    try (HeldStreamReader held = call(1, "declined", "\"progressToken\":1")) {
      held.next();
      owner.decline(pending("declined"), "Too expensive").expect(200);
      JsonNode answer = held.answer();
      assertThat(answer.at("/result/isError").asBoolean()).isTrue();
      assertThat(answer.toString()).contains("declined by owner: Too expensive");
    }
    assertThat(agent.call("transfer", arguments("declined", "")).toString())
        .contains("less than five minutes ago: Too expensive");
    assertThat(sent("declined")).isZero();
  }

  @Test
  void closesARequestThatItsOnlyWaiterCancels() throws Exception {
    try (HeldStreamReader held = call(41, "cancelled", "\"progressToken\":1")) {
      held.next();
      String id = pending("cancelled");
      cancel(41, "The user stopped it");

      assertThat(held.isOver()).isTrue();
      untilStatus(id, "cancelled");
    }
  }

  @Test
  void leavesARequestOpenWhenTheClientRanOutOfPatience() throws Exception {
    try (HeldStreamReader held = call(42, "impatient", "\"progressToken\":1")) {
      held.next();
      String id = pending("impatient");
      cancel(42, "McpError: MCP error -32001: Request timed out");

      assertThat(held.isOver()).isTrue();
      assertThat(owner.show(id).path("status").asString()).isEqualTo("pending");
      owner.decline(id, "done with").expect(200);
    }
  }

  @Test
  void closesARequestWhoseCancellationCameToAnotherNode() throws Exception {
    try (HeldStreamReader held = call(46, "elsewhere", "\"progressToken\":1")) {
      held.next();
      String id = pending("elsewhere");
      cancelElsewhere(id, "46");

      assertThat(held.isOver()).isTrue();
      untilStatus(id, "cancelled");
    }
  }

  @Test
  void leavesARequestOpenForWhoPolls() throws Exception {
    try (HeldStreamReader held = call(45, "polled", "\"progressToken\":1")) {
      held.next();
      String id = pending("polled");
      assertThat(agent.status(id).path("status").asString()).isEqualTo("pending");
      cancel(45, "The user stopped it");

      assertThat(held.isOver()).isTrue();
      assertThat(owner.show(id).path("status").asString()).isEqualTo("pending");
      owner.decline(id, "done with").expect(200);
    }
  }

  @Test
  void leavesARequestOpenForWhoElseWaits() throws Exception {
    try (HeldStreamReader one = call(43, "shared", "\"progressToken\":1");
        HeldStreamReader other = call(44, "shared", "\"progressToken\":2")) {
      one.next();
      other.next();
      String id = pending("shared");
      cancel(43, "The user stopped it");

      assertThat(one.isOver()).isTrue();
      assertThat(owner.show(id).path("status").asString()).isEqualTo("pending");
      owner.approve(id).expect(200);
      assertThat(other.answer().at("/result/content").size()).isPositive();
    }
  }

  @Test
  void tellsAClientThatTakesNoEventsToPoll() {
    JsonNode answer =
        agent
            .post(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"transfer\",\"arguments\":{\"to\":\"poll\"}}}",
                Map.of("Accept", "application/json"))
            .expect(200);

    assertThat(answer.toString()).contains("pending_approval");
    owner.decline(pending("poll"), "done with").expect(200);
  }

  private HeldStreamReader call(Object id, String to, String meta) throws Exception {
    return HeldStreamReader.call(
        agent,
        id.toString(),
        "{\"name\":\"transfer\",\"arguments\":{\"to\":\"%s\"},\"_meta\":{%s}}".formatted(to, meta));
  }

  /** The arguments and what stands beside them. */
  private static String arguments(String to, String meta) {
    return "{\"to\":\"%s\"},\"_meta\":{%s}".formatted(to, meta);
  }

  private void cancel(int request, String reason) {
    agent
        .post(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":%d,\"reason\":\"%s\"}}"
                .formatted(request, reason),
            Map.of())
        .expect(202);
  }

  /** As another node would tell of it. */
  private void cancelElsewhere(String approval, String request) {
    Database database = preloop.bean(Database.class);
    UUID session = UUID.fromString(agent.session());
    UUID[] who =
        database.asSystem(jdbc ->
            jdbc.sql("select account_id, subject_id from approval_requests where id = ?")
                .param(UUID.fromString(approval))
                .query((row, number) ->
                    new UUID[] {row.getObject(1, UUID.class), row.getObject(2, UUID.class)})
                .single());
    new Cancellations(database, new Waiters(database))
        .tell(
            new AccountId(who[0]),
            new McpSession(
                session,
                who[1],
                new McpSession.Kind("2025-11-25", false),
                new McpSession.Client("{}", "{}"),
                new CallCount(0)),
            new Cancelled(session, request, "The user stopped it"));
  }

  private boolean isNewRequest(String to) throws Exception {
    try (HeldStreamReader again = call(9, to, "\"progressToken\":3")) {
      again.next();
      return count(to) == 2;
    }
  }

  private long count(String to) {
    return requests().valueStream().filter(request -> isFor(request, to)).count();
  }

  private String pending(String to) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                requests()
                    .valueStream()
                    .filter(request -> isFor(request, to))
                    .filter(request -> request.path("status").asString().equals("pending"))
                    .map(request -> request.path("id").asString())
                    .findFirst()
                    .orElse(""),
            id -> !id.isEmpty());
  }

  private static boolean isFor(JsonNode request, String to) {
    return request.path("arguments").toString().contains("\"" + to + "\"");
  }

  private JsonNode requests() {
    return http.get("/api/v1/approval-requests?limit=100", owner.token()).expect(200).path("items");
  }

  private void untilStatus(String id, String status) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> owner.show(id).path("status").asString().equals(status));
  }

  private long sent(String to) {
    return server.calls().stream().filter(call -> call.toString().contains(to)).count();
  }

  private String key(String name) {
    return http.post(
            "/api/v1/auth/api-keys",
            owner.token(),
            "{\"name\":\"%s\",\"scopes\":[\"mcp:call\"]}".formatted(name))
        .expect(201)
        .path("key")
        .asString();
  }

  private void register() {
    String body = "{\"name\":\"held\",\"url\":\"%s\"}".formatted(server.url());
    String id =
        http.post("/api/v1/mcp-servers", owner.token(), body).expect(201).path("id").asString();
    http.post("/api/v1/mcp-servers/" + id + "/scan", owner.token(), "{}").expect(200);
    http.send(
            "POST",
            "/api/v1/policies/upload",
            owner.token(),
            POLICY,
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> agent.rpc("tools/list", "{}").body().contains("\"transfer"));
  }
}
