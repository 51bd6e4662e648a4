package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.activities.upstream.ResultRoom;
import ai.preloop.activities.upstream.UpstreamSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What bounds a call and what still stops it on its way; a product of its own with low limits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallLimitTests {

  private static final Duration LIMIT = Duration.ofSeconds(8);

  private final RunningPreloop preloop =
      RunningPreloop.with(
          "--preloop.upstream.call=" + LIMIT.toSeconds() + "s",
          "--preloop.calls.held-per-principal=2",
          "--preloop.upstream.calls-per-principal=2",
          "--preloop.upstream.calls-per-server=3",
          "--preloop.upstream.wait-for-turn=3s");
  private final Http http = preloop.http();
  private final Approver owner = new Approver(http, preloop.owner());
  private final List<FixtureMcpServer> started = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private String name;
  private String serverId;
  private FixtureMcpServer server;
  private Key key;
  private Agent agent;

  private record Key(String id, String text) {}

  @BeforeEach
  void register() {
    name = "s" + UUID.randomUUID().toString().substring(0, 8);
    server = fixture();
    serverId =
        http.post("/api/v1/mcp-servers", owner.token(), server(server))
            .expect(201)
            .path("id")
            .asString();
    http.post("/api/v1/mcp-servers/" + serverId + "/scan", owner.token(), "{}").expect(200);
    key = key();
    agent = Agent.connect(http, key.text());
  }

  @AfterEach
  void unfreeze() {
    http.post("/api/v1/account/unfreeze", owner.token(), "{}").expect(200);
  }

  @AfterAll
  void stop() {
    end.countDown();
    started.forEach(FixtureMcpServer::close);
    preloop.stop();
  }

  @Test
  void aCallThatWaitsForASessionDoesNotLeaveOnceItsKeyIsRevoked() {
    CountDownLatch opens = holdSessions();
    var call = calling(agent, name);
    awaitOpening();

    http.send("DELETE", "/api/v1/auth/api-keys/" + key.id(), owner.token(), "", Map.of())
        .expect(204);
    opens.countDown();

    assertThat(said(call.join())).startsWith("The call was not sent: The credential ");
    assertThat(server.calls()).isEmpty();
    recorded(name, "withheld");
  }

  @Test
  void aCallThatWaitsForASessionDoesNotLeaveOnceTheAccountIsFrozen() {
    CountDownLatch opens = holdSessions();
    var call = calling(agent, name);
    awaitOpening();

    freeze();
    opens.countDown();

    assertThat(said(call.join()))
        .isEqualTo("The call was not sent: The account is frozen: nothing runs.");
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void aCallThatWaitsForASessionDoesNotLeaveOnceThePolicyDeniesIt() {
    CountDownLatch opens = holdSessions();
    var call = calling(agent, name);
    awaitOpening();

    upload("deny");
    opens.countDown();

    assertThat(said(call.join())).startsWith("The call was not sent: ");
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void aFrozenAccountCallsNothing() {
    String approval = asked();
    freeze();

    assertThat(said(agent.call(name, "{}"))).isEqualTo("The account is frozen: nothing runs.");
    owner.approve(approval).expect(200);

    assertThat(failure(approval)).contains("Not sent: ", "The account is frozen");
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void anApprovedCallDoesNotLeaveOnceItsKeyIsRevoked() {
    String approval = asked();
    CountDownLatch opens = holdSessions();
    owner.approve(approval).expect(200);
    awaitOpening();

    http.send("DELETE", "/api/v1/auth/api-keys/" + key.id(), owner.token(), "", Map.of())
        .expect(204);
    opens.countDown();

    assertThat(failure(approval)).startsWith("Not sent: The credential ");
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void aServerThatHangsIsCutOffAtTheLimit() {
    hang();
    long begun = System.nanoTime();

    String said = said(agent.call(name, "{}"));

    assertThat(said).contains(name, "did not answer in time");
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(LIMIT.minusMillis(500), LIMIT.plusSeconds(6));
    recorded(name, "unknown");
  }

  @Test
  void waitingForASessionAndOpeningItCountToTheLimit() {
    holdSessions();
    long begun = System.nanoTime();
    var first = calling(agent, name);
    var second = calling(agent, name);

    assertThat(said(first.join())).contains("could not be used");
    assertThat(said(second.join())).contains("could not be used");

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT.plusSeconds(6));
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void onePrincipalHasSoManyCallsAtOnceAndOthersGoOn() {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger running = hangUntil(release);
    Agent third = Agent.connect(http, key().text());
    var first = calling(agent, name);
    var second = calling(agent, name);
    await().atMost(LIMIT).until(() -> running.get() == 2);

    assertThat(said(agent.call("get_balance", "{}")))
        .startsWith("2 calls of ")
        .contains("call again");
    assertThat(
            said(
                agent.call(
                    "get_approval_status", "{\"request_id\":\"%s\"}".formatted(UUID.randomUUID()))))
        .startsWith("2 calls of ");
    goesOn(third);
    release.countDown();

    assertThat(first.join().path("isError").asBoolean()).isFalse();
    assertThat(second.join().path("isError").asBoolean()).isFalse();
    assertThat(said(agent.call("get_balance", "{}"))).startsWith("The balance is");
    recorded("get_balance", "over_limit");
    recorded("get_approval_status", "over_limit");
    assertThat(http.get("/metrics", "").body()).contains("preloop_tool_over_limit_total");
  }

  @Test
  void oneServerHasSoManyCallsAtOnceAndOthersGoOn() {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger running = hangUntil(release);
    Agent other = Agent.connect(http, key().text());
    Agent third = Agent.connect(http, key().text());
    var calls = List.of(calling(agent, name), calling(agent, name), calling(other, name));
    await().atMost(LIMIT).until(() -> running.get() == 3);

    assertThat(said(other.call(name, "{}"))).startsWith("3 calls to the server " + name);
    assertThat(said(other.call("get_balance", "{}"))).startsWith("The balance is");
    goesOn(third);
    release.countDown();

    assertThat(calls)
        .allSatisfy(call -> assertThat(call.join().path("isError").asBoolean()).isFalse());
    assertThat(other.call(name, "{}").path("isError").asBoolean()).isFalse();
  }

  @Test
  void aCallBeyondAServersOwnLimitWaitsForItsTurn() {
    http.send(
            "PUT",
            "/api/v1/mcp-servers/" + serverId,
            owner.token(),
            "{\"name\":\"%s\",\"url\":\"%s\",\"max_concurrency\":1}".formatted(name, server.url()),
            Map.of("Content-Type", "application/json"))
        .expect(200);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger running = hangUntil(release);
    var first = calling(agent, name);
    await().atMost(LIMIT).until(() -> running.get() == 1);

    var second = calling(agent, name);
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> waiting() == 1);
    assertThat(running).hasValue(1);
    release.countDown();

    assertThat(first.join().path("isError").asBoolean()).isFalse();
    assertThat(second.join().path("isError").asBoolean()).isFalse();
    assertThat(running).hasValue(2);
  }

  @Test
  void onePrincipalHasSoManyHeldCallsAtOnceAndPollsForTheRest() throws Exception {
    try (AskedTool tool = new AskedTool(preloop)) {
      Agent asking = tool.agent();
      try (HeldStreamReader first = tool.call(asking, 1, "held-one", "\"progressToken\":1");
          HeldStreamReader second = tool.call(asking, 2, "held-two", "\"progressToken\":2")) {
        first.next();
        second.next();

        try (HeldStreamReader third = tool.call(asking, 3, "held-three", "\"progressToken\":3")) {
          assertThat(third.next().at("/result/structuredContent/status").asString())
              .isEqualTo("pending_approval");
          assertThat(third.isOver()).isTrue();
        }
        try (HeldStreamReader other =
            tool.call(tool.agent(), 4, "held-four", "\"progressToken\":4")) {
          assertThat(other.next().path("method").asString()).isEqualTo("notifications/progress");
        }
        owner.approve(tool.pending("held-one")).expect(200);
        assertThat(said(first.answer().path("result"))).isEqualTo("done");
      }
    }
  }

  @Test
  void aLargeResultIsToldOnceThereIsRoomForIt() throws Exception {
    try (AskedTool tool = new AskedTool(preloop)) {
      tool.server()
          .tool(tool.name(), "{}", arguments -> FixtureMcpServer.text("x".repeat(200_000)));
      Agent asking = tool.agent();
      try (HeldStreamReader held = tool.call(asking, 1, "large", "\"progressToken\":1")) {
        String id = tool.pending("large");
        ResultRoom.whilePassingOn(() -> {
          assertThat(allRoomBut(400_000)).isTrue();
          owner.approve(id).expect(200);
          JsonNode later =
              await()
                  .atMost(Duration.ofSeconds(20))
                  .until(() -> asking.status(id), status -> status.has("message"));
          assertThat(later.path("status").asString()).isEqualTo("executing");
          assertThat(later.path("message").asString()).contains("again in a moment");
          return assertThat(isDelivered(id)).isFalse();
        });

        assertThat(said(held.answer().path("result"))).hasSize(200_000);
        assertThat(asking.status(id).at("/tool_result/content/0/text").asString()).hasSize(200_000);
        await().until(() -> isDelivered(id));
      }
    }
  }

  private double waiting() {
    return preloop.bean(MeterRegistry.class).get("preloop.upstream.waiting").gauge().value();
  }

  private boolean allRoomBut(int bytes) {
    long all = UpstreamSettings.DEFAULTS.resultRoom();
    return preloop.bean(ResultRoom.class).holds(all - bytes, Duration.ofSeconds(5));
  }

  private boolean isDelivered(String approval) {
    return preloop
        .bean(Database.class)
        .asSystem(jdbc ->
            jdbc.sql("select delivered_at is not null from approval_requests where id = ?")
                .param(UUID.fromString(approval))
                .query(Boolean.class)
                .single());
  }

  @Test
  void aSessionIsNotShownToTheAddressThatAServerIsMovedTo() {
    agent.call(name, "{}");
    String before = server.requests().getLast().header("Mcp-Session-Id");
    FixtureMcpServer moved = fixture();

    http.send(
            "PUT",
            "/api/v1/mcp-servers/" + serverId,
            owner.token(),
            server(moved),
            Map.of("Content-Type", "application/json"))
        .expect(200);
    agent.call(name, "{}");

    assertThat(before).isNotEmpty();
    assertThat(moved.calls()).hasSize(1);
    assertThat(moved.requests())
        .noneMatch(request -> request.header("Mcp-Session-Id").equals(before));
  }

  private FixtureMcpServer fixture() {
    FixtureMcpServer fixture = FixtureMcpServer.start();
    fixture.removeTool("echo");
    fixture.removeTool("pay");
    fixture.tool(name, "{}", arguments -> FixtureMcpServer.text("done"));
    fixture.tool(name + "_asked", "{}", arguments -> FixtureMcpServer.text("done"));
    started.add(fixture);
    return fixture;
  }

  private String server(FixtureMcpServer at) {
    return "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(name, at.url());
  }

  private Key key() {
    String body = "{\"name\":\"k%s\",\"scopes\":[\"mcp:call\"]}".formatted(UUID.randomUUID());
    JsonNode made = http.post("/api/v1/auth/api-keys", owner.token(), body).expect(201);
    return new Key(made.path("id").asString(), made.path("key").asString());
  }

  /** A call that waits for a person. */
  private String asked() {
    upload("require_approval");
    JsonNode pending = agent.call(name + "_asked", "{}");
    return pending.at("/structuredContent/request_id").asString();
  }

  /** Asks about the one tool, and does this with the other where it is to deny. */
  private void upload(String action) {
    String tool = action.equals("deny") ? name : name + "_asked";
    String policy =
        """
        version: "1.0"
        metadata:
          name: limits
        approval_workflows:
          - name: people
            timeout_seconds: 600
            async_approval: true
        tools:
          - name: %s
            source: %s
            approval_workflow: people
            conditions:
              - expression: "true"
                action: %s
                description: Said so by the test.
        """
            .formatted(tool, name, action);
    http.send(
            "POST",
            "/api/v1/policies/upload",
            owner.token(),
            policy,
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
  }

  private void freeze() {
    http.post("/api/v1/account/freeze", owner.token(), "{}").expect(200);
  }

  /** From now on no session is opened until the latch is down. */
  private CountDownLatch holdSessions() {
    CountDownLatch opens = new CountDownLatch(1);
    server.whenOpening(() -> hold(opens));
    return opens;
  }

  private void hang() {
    hangUntil(end);
  }

  private AtomicInteger hangUntil(CountDownLatch release) {
    AtomicInteger running = new AtomicInteger();
    server.tool(
        name,
        "{}",
        arguments -> {
          running.incrementAndGet();
          hold(release);
          return FixtureMcpServer.text("done");
        });
    return running;
  }

  private void awaitOpening() {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            server.requests().stream().filter(r -> r.rpcMethod().equals("initialize")).count()
                == 2);
  }

  /** Another key's calls and a sign-in, which waits for its record. */
  private void goesOn(Agent third) {
    assertThat(said(third.call("get_balance", "{}"))).startsWith("The balance is");
    assertThat(preloop.token("")).isNotEmpty();
  }

  private String failure(String approval) {
    JsonNode over =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> owner.show(approval),
                shown -> shown.path("execution_status").asString("").equals("failed"));
    return over.path("error").asString();
  }

  private void recorded(String tool, String outcome) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            http.get("/api/v1/audit-logs?tool=" + tool, owner.token()).body().contains(outcome));
  }

  private static CompletableFuture<JsonNode> calling(Agent agent, String tool) {
    return CompletableFuture.supplyAsync(
        () -> agent.call(tool, "{}"), task -> Thread.startVirtualThread(task));
  }

  private static String said(JsonNode result) {
    return result.at("/content/0/text").asString();
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
