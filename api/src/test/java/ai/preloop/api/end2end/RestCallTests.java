package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.api.end2end.Http.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Tools for whoever speaks no MCP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestCallTests {

  private static final String STATUS = "get_approval_status";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final Approver owner = new Approver(http, preloop.owner());
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private OwnServer own;
  private String name;

  @BeforeAll
  void start() {
    own = new OwnServer(preloop);
    name = own.name();
    own.server().tool(name, "{}", FixtureMcpServer::text);
    own.server().tool("slow_" + name, "{}", this::slow);
    own.server().tool("gone_" + name, "{}", FixtureMcpServer::text);
    own.register("");
    own.server().removeTool("gone_" + name);
    own.upload(
        """
        approval_workflows:
          - { name: own, timeout_seconds: 600, async_approval: false }
        tools:
          - name: NAME
            approval_workflow: own
            justification: optional
            conditions:
              - { expression: "has(args.deny)", action: deny, description: Not this one. }
              - { expression: "has(args.ask)", action: require_approval }
        """);
  }

  @AfterAll
  void stop() {
    own.close();
  }

  @Test
  void answersTheToolsOwnResultAndSendsTheArgumentsByteForByte() {
    own.server()
        .tool(
            name,
            "{}",
            said ->
                "{\"content\":[],\"structuredContent\":{\"n\":1.10},\"isError\":true,\"_meta\":{\"a\":[ ]},\"x\":"
                    + said
                    + "}");

    Reply answer = call(" {\"n\": 1.10, \"justification\":\"why\", \"t\":\"\\u00e9é\"} ", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"content\":[],\"structuredContent\":{\"n\":1.10},\"isError\":true,\"_meta\":{\"a\":[ ]},\"x\":{\"n\": 1.10, \"t\":\"\\u00e9é\"}}");
    own.server().tool(name, "{}", FixtureMcpServer::text);
  }

  @Test
  void noBodyIsNoArguments() {
    Reply answer = http.send("POST", "/api/v1/mcp/" + name, own.key(), "", Map.of());

    assertThat(answer.expect(200).at("/content/0/text").asString()).isEqualTo("{}");
  }

  @Test
  void aDenialIsAProblemThatSaysTheRulesSentence() {
    JsonNode problem = call("{\"deny\":1}", "").expect(403);

    assertThat(problem.path("detail").asString()).isEqualTo("Not this one.");
    assertThat(problem.path("type").asString()).endsWith("/call-refused");
  }

  @Test
  void whatIsNotToBeReadStrictlyIsRefused() {
    assertThat(call("{\"a\":1,\"a\":2}", "").expect(400).path("detail").asString()).contains("a");
    call("[1]", "").expect(400);
    call("{} {}", "").expect(400);
    call("{\"a\":" + "[".repeat(70) + "]".repeat(70) + "}", "").expect(400);
    call("{\"a\":\"" + "x".repeat(5 << 20) + "\"}", "").expect(413);
    String path = "/api/v1/mcp/" + name;
    http.send("POST", path, own.key(), "{}", Map.of("Content-Type", "text/plain")).expect(415);
    http.send("POST", path, own.key(), "{}", Map.of()).expect(415);
    http.post(path + "?justification=x", own.key(), "{}").expect(422);
    call("{}", "a b").expect(400);
    assertThat(call("{}", "k".repeat(256)).expect(400).path("type").asString())
        .endsWith("/invalid-request");
    assertThat(own.server().calls()).noneMatch(body -> body.contains("xxxx"));
  }

  @Test
  void anUnknownToolIsNotFound() {
    JsonNode problem = http.post("/api/v1/mcp/nothing_here", own.key(), "{}").expect(404);

    assertThat(problem.path("detail").asString()).isEqualTo("Unknown tool: nothing_here");
  }

  @Test
  void aProtocolErrorOfTheServerComesWithTheProblem() {
    JsonNode problem = http.post("/api/v1/mcp/gone_" + name, own.key(), "{}").expect(502);

    assertThat(problem.at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(problem.at("/error/message").asString()).isEqualTo("Unknown tool");
  }

  @Test
  void onlyWhoMayCallToolsDoes() {
    http.post("/api/v1/mcp/" + name, preloop.readKey(), "{}").expect(403);
    http.post("/api/v1/mcp/" + name, "", "{}").expect(401);
  }

  @Test
  void underAKeyItRunsOnce() {
    String arguments = "{\"once\":\"%s\"}".formatted(UUID.randomUUID());
    String key = UUID.randomUUID().toString();

    Reply first = call(arguments, key);
    Reply again = call(arguments, key);

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.status()).isEqualTo(200);
    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(runs(arguments)).isEqualTo(1);
    call("{\"other\":1}", key).expect(422);
    call(arguments, "").expect(200);
    assertThat(runs(arguments)).isEqualTo(2);
  }

  @Test
  void whileItIsUnderWayItIsNotMadeAgain() throws Exception {
    String key = UUID.randomUUID().toString();
    String path = "/api/v1/mcp/slow_" + name;
    Map<String, String> headers =
        Map.of("Content-Type", "application/json", "Idempotency-Key", key);
    var first =
        CompletableFuture.supplyAsync(
            () -> http.send("POST", path, own.key(), "{\"slow\":1}", headers));
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    Reply second = http.send("POST", path, own.key(), "{\"slow\":1}", headers);
    end.countDown();

    assertThat(second.expect(409).path("detail").asString()).contains("not made again");
    first.get(20, TimeUnit.SECONDS).expect(200);
    assertThat(http.send("POST", path, own.key(), "{\"slow\":1}", headers).body())
        .isEqualTo(first.get().body());
    assertThat(runs("{\"slow\":1}")).isEqualTo(1);
  }

  @Test
  void aKeyOfWhatWasNotSentIsFree() {
    String key = UUID.randomUUID().toString();
    String arguments = "{\"free\":1}";
    own.server().require("X-Open", "yes", 503);
    Reply shut = call(arguments, key);
    own.server().require("", "", 0);

    assertThat(shut.expect(502).path("detail").asString()).contains(name);
    call(arguments, key).expect(200);
  }

  @Test
  void aKeyOfWhatWasRefusedIsFree() {
    String key = UUID.randomUUID().toString();
    call("{\"deny\":1}", key).expect(403);

    call("{\"deny_no_more\":1}", key).expect(200);
  }

  @Test
  void whatWaitsIsAnsweredWhenItIsMadeAgain() {
    String arguments = "{\"ask\":\"%s\"}".formatted(UUID.randomUUID());

    Reply pending = call(arguments, "");
    String id = pending.expect(202).path("request_id").asString();

    assertThat(pending.json().path("status").asString()).isEqualTo("pending_approval");
    assertThat(pending.headers().firstValue("Location"))
        .contains("/api/v1/approval-requests/" + id);
    assertThat(call(arguments, "").expect(202).path("request_id").asString()).isEqualTo(id);
    owner.approve(id).expect(200);
    Reply ended =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> call(arguments, ""), r -> r.status() != 202);
    assertThat(ended.expect(200).at("/content/0/text").asString()).isEqualTo(arguments);
    assertThat(runs(arguments)).isEqualTo(1);
  }

  @Test
  void underAKeyWhatWaitedIsToldEachTime() {
    String arguments = "{\"ask\":\"%s\"}".formatted(UUID.randomUUID());
    String key = UUID.randomUUID().toString();
    String id = call(arguments, key).expect(202).path("request_id").asString();
    owner.approve(id).expect(200);

    Reply ended =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> call(arguments, key), r -> r.status() != 202);

    assertThat(ended.status()).isEqualTo(200);
    assertThat(call(arguments, key).body()).isEqualTo(ended.body());
    assertThat(runs(arguments)).isEqualTo(1);
  }

  @Test
  void whatAPersonDeclinedIsAProblem() {
    String arguments = "{\"ask\":\"%s\"}".formatted(UUID.randomUUID());
    String key = UUID.randomUUID().toString();
    String id = call(arguments, key).expect(202).path("request_id").asString();
    owner.decline(id, "Not today.").expect(200);

    assertThat(call(arguments, key).expect(403).path("detail").asString()).contains("Not today.");
    assertThat(call(arguments, "").expect(409).path("detail").asString()).contains("Not today.");
    assertThat(runs(arguments)).isZero();
  }

  @Test
  void preloopsOwnToolsAnswerToo() {
    String id =
        call("{\"ask\":\"%s\"}".formatted(UUID.randomUUID()), "")
            .expect(202)
            .path("request_id")
            .asString();

    JsonNode told =
        http.post("/api/v1/mcp/" + STATUS, own.key(), "{\"request_id\":\"%s\"}".formatted(id))
            .expect(200);

    assertThat(told.at("/structuredContent/status").asString()).isEqualTo("pending");
    owner.decline(id, "x").expect(200);
  }

  @Test
  void eachCallHasAnUpstreamSessionOfItsOwn() {
    long before = opened();

    call("{}", "").expect(200);
    call("{}", "").expect(200);

    assertThat(opened() - before).isEqualTo(2);
  }

  private String slow(String arguments) {
    begun.countDown();
    try {
      return FixtureMcpServer.text(String.valueOf(end.await(20, TimeUnit.SECONDS)));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long opened() {
    return own.server().requests().stream()
        .filter(request -> request.rpcMethod().equals("initialize"))
        .count();
  }

  private long runs(String arguments) {
    return own.server().calls().stream().filter(body -> body.contains(arguments)).count();
  }

  private Reply call(String arguments, String key) {
    Map<String, String> type = Map.of("Content-Type", "application/json");
    Map<String, String> keyed = Map.of("Content-Type", "application/json", "Idempotency-Key", key);
    return http.send(
        "POST", "/api/v1/mcp/" + name, own.key(), arguments, key.isEmpty() ? type : keyed);
  }
}
