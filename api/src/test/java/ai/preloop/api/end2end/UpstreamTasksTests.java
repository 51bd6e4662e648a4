package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tasks in sessions (MCP 2025-11-25, Tasks): those of servers, and calls that people decide. */
class UpstreamTasksTests {

  private static final String TASK =
      """
      {"taskId":"%s","status":"working","createdAt":"2026-01-01T00:00:00Z",\
      "lastUpdatedAt":"2026-01-01T00:00:00Z","ttl":60000}\
      """;

  private static final String ASKED =
      """
      approval_workflows: [{ name: people-NAME, timeout_seconds: 300 }]
      tools:
        - { name: NAME, source: NAME, approval_workflow: people-NAME, otherwise: require_approval }
      """;

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final OwnServer own = new OwnServer(preloop);
  private volatile String id = "task-" + UUID.randomUUID();

  @BeforeEach
  void register() {
    own.server().declare("{\"tools\":{},\"tasks\":{\"requests\":{\"tools\":{\"call\":{}}}}}");
    for (String tool : List.of(own.name(), own.name() + "_other")) {
      own.server()
          .define(
              tool,
              "{\"name\":\"%s\",\"inputSchema\":{\"type\":\"object\"},\"execution\":{\"taskSupport\":\"required\"}}"
                  .formatted(tool),
              arguments -> "{\"task\":%s}".formatted(TASK.formatted(id)));
    }
    own.server().answer("tasks/result", FixtureMcpServer.text("the code is 4711"));
    own.register("");
  }

  @AfterEach
  void remove() {
    own.remove();
  }

  @Test
  void areDeclaredToClientsOfTheirRevision() {
    assertThat(capabilities("2025-11-25").path("tasks").toString())
        .contains("\"list\":{}", "\"cancel\":{}", "\"requests\":{\"tools\":{\"call\":{}}}");
    assertThat(capabilities("2025-06-18").has("tasks")).isFalse();
  }

  private JsonNode capabilities(String version) {
    return own.agent()
        .rpc(
            "initialize",
            """
            {"protocolVersion":"%s","capabilities":{},"clientInfo":{"name":"t","version":"1"}}\
            """
                .formatted(version))
        .expect(200)
        .at("/result/capabilities");
  }

  @Test
  void areTheirServersAndKnownByItsIds() {
    own.server().answer("tasks/get", TASK.formatted("as its server says"));
    Agent agent = own.agent();
    assertThat(create(agent).at("/result/task/taskId").asString()).isEqualTo(id);

    assertThat(ask(agent, "tasks/get", id).at("/result/taskId").asString())
        .isEqualTo("as its server says");
    assertThat(ask(agent, "tasks/result", id).at("/result/content/0/text").asString())
        .isEqualTo("the code is 4711");
    assertThat(own.server().calls())
        .singleElement()
        .asString()
        .contains("\"task\":{\"ttl\": 1000}");
    assertThat(own.server().requests())
        .anyMatch(
            request -> request.body().contains("tasks/result") && request.body().contains(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks/get", "tasks/result", "tasks/cancel"})
  void areUnknownElsewhere(String method) {
    create(own.agent());
    Agent other = own.agent();

    assertThat(ask(other, method, id).at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(ask(other, method, "none").path("error"))
        .isEqualTo(ask(other, method, id).path("error"));
    assertThat(other.rpc(method, "{}").expect(200).at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(own.server().requests()).noneMatch(request -> request.body().contains(method));
  }

  @Test
  void areNoMethodsOfOlderRevisions() {
    Agent agent = Agent.connect(preloop.http(), own.key(), "2025-06-18");

    assertThat(ask(agent, "tasks/get", id).at("/error/code").asInt()).isEqualTo(-32601);
    assertThat(ask(agent, "tasks/list", id).at("/error/code").asInt()).isEqualTo(-32601);
  }

  @Test
  void areUnknownWhenTheirToolIsHidden() {
    Agent agent = own.agent();
    create(agent);
    own.upload("tools: [{ name: NAME, source: NAME, enabled: false }]\n");

    assertThat(ask(agent, "tasks/result", id).at("/error/code").asInt()).isEqualTo(-32602);
  }

  @Test
  void answerWhatTheRulesForTheToolLetThrough() {
    Agent agent = own.agent();
    create(agent);
    own.upload("tools: [{ name: NAME, output: [{ pattern: '[0-9]{4}', action: redact }] }]\n");

    assertThat(ask(agent, "tasks/result", id).at("/result/content/0/text").asString())
        .startsWith("the code is ")
        .doesNotContain("4711");
  }

  @Test
  void areNotBegunWhereAPersonDecidesAboutTheResult() {
    own.upload(
        """
        approval_workflows: [{ name: people-NAME, timeout_seconds: 300 }]
        tools:
          - name: NAME
            output: [{ pattern: secret, action: ask, approval_workflow: people-NAME }]
        """);
    JsonNode answer = create(own.agent());

    assertThat(answer.at("/error/message").asString()).contains("call it without one");
    assertThat(own.server().calls()).isEmpty();
  }

  @Test
  void areRefusedWithAnError() {
    own.upload(
        "tools: [{ name: NAME, source: NAME, conditions: [{ expression: 'args.size() == 0',"
            + " action: deny, description: Not like this }] }]\n");
    JsonNode answer = create(own.agent());

    assertThat(answer.at("/error/code").asInt()).isEqualTo(-32010);
    assertThat(answer.at("/error/message").asString()).isEqualTo("Not like this");
  }

  @Test
  void areNotBegunForClientsOfOtherRevisions() {
    create(Agent.connect(preloop.http(), own.key(), "2025-06-18"));

    assertThat(own.server().calls()).singleElement().asString().doesNotContain("\"task\"");
  }

  @Test
  void areNotTakenForEndedWhereTheirServerIsAway() {
    Agent agent = own.agent();
    create(agent);
    own.server().close();

    assertThat(ask(agent, "tasks/result", id).at("/error/message").asString())
        .contains("may be at work still");
    assertThat(agent.rpc("tasks/list", "{}").expect(200).at("/error/code").asInt())
        .isEqualTo(-32603);
  }

  @Test
  void areNoneWhereAnotherToolHasTheId() {
    Agent agent = own.agent();
    create(agent);

    assertThat(create(agent, own.name() + "_other").at("/error/message").asString())
        .contains("another task of this session");
    assertThat(create(agent).at("/result/task/taskId").asString()).isEqualTo(id);
  }

  @Test
  void areListedPageByPage() {
    own.server().answer("tasks/get", TASK.formatted("any"));
    Agent agent = own.agent();
    IntStream.range(0, 25)
        .forEach(number -> {
          id = "task-%02d".formatted(number);
          create(agent);
        });
    JsonNode first = agent.rpc("tasks/list", "{}").expect(200).path("result");
    String cursor = "{\"cursor\":\"%s\"}".formatted(first.path("nextCursor").asString());
    JsonNode second = agent.rpc("tasks/list", cursor).expect(200).path("result");

    assertThat(first.path("tasks")).hasSize(20);
    assertThat(second.path("tasks")).hasSize(5);
    assertThat(second.has("nextCursor")).isFalse();
    assertThat(agent.rpc("tasks/list", "{\"cursor\":1}").expect(200).at("/error/code").asInt())
        .isEqualTo(-32602);
  }

  @Test
  @Timeout(60)
  void ofCallsThatWaitEndWhenAPersonDecides() throws Exception {
    own.upload(ASKED);
    Agent agent = own.agent();
    JsonNode task = create(agent).at("/result/task");
    String waiting = task.path("taskId").asString();
    assertThat(task.propertyNames())
        .containsExactlyInAnyOrder(
            "taskId",
            "status",
            "statusMessage",
            "createdAt",
            "lastUpdatedAt",
            "ttl",
            "pollInterval");
    assertThat(status(agent, waiting)).isEqualTo("working");
    assertThat(agent.rpc("tasks/list", "{}").expect(200).at("/result/tasks/0/taskId").asString())
        .isEqualTo(waiting);

    JsonNode declined;
    try (HeldStreamReader result =
        HeldStreamReader.ask(agent, "tasks/result", "9", about(waiting))) {
      own.owner().decline(waiting, "Not today").expect(200);
      declined = result.next().path("result");
    }

    assertThat(declined.at("/content/0/text").asString()).contains("Not today");
    assertThat(declined.at("/_meta/io.modelcontextprotocol~1related-task/taskId").asString())
        .isEqualTo(waiting);
    assertThat(status(agent, waiting)).isEqualTo("failed");
    assertThat(ask(agent, "tasks/cancel", waiting).at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(ask(own.agent(), "tasks/get", waiting).at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(own.server().calls()).isEmpty();
  }

  @Test
  void areRunToTheirEndOnceAPersonHasApproved() {
    own.server().answer("tasks/get", TASK.formatted("it").replace("working", "completed"));
    own.upload(ASKED);
    Agent agent = own.agent();
    String waiting = create(agent).at("/result/task/taskId").asString();
    own.owner().approve(waiting).expect(200);
    own.until(waiting, shown -> shown.path("execution_status").asString().equals("succeeded"));

    assertThat(ask(agent, "tasks/result", waiting).at("/result/content/0/text").asString())
        .isEqualTo("the code is 4711");
    assertThat(own.server().calls()).singleElement().asString().contains("\"task\":{}");
  }

  @Test
  void endUnknownWhereTheirServerKnowsThemNoMore() {
    own.upload(ASKED);
    Agent agent = own.agent();
    String waiting = create(agent).at("/result/task/taskId").asString();
    own.owner().approve(waiting).expect(200);

    own.until(
        waiting, shown -> shown.path("execution_status").asString().equals("outcome_unknown"));
    assertThat(status(agent, waiting)).isEqualTo("working");
    assertThat(own.server().calls()).hasSize(1);
  }

  @Test
  void ofCallsThatWaitAreTakenBack() {
    own.upload(ASKED);
    Agent agent = own.agent();
    String waiting = create(agent).at("/result/task/taskId").asString();

    assertThat(ask(agent, "tasks/cancel", waiting).at("/result/status").asString())
        .isEqualTo("cancelled");
    assertThat(own.owner().show(waiting).path("status").asString()).isEqualTo("cancelled");
    assertThat(ask(agent, "tasks/result", waiting).at("/error/message").asString())
        .contains("taken back");
  }

  @Test
  void areRecordedButForHowFarTheyAre() {
    Agent agent = own.agent();
    create(agent);
    ask(agent, "tasks/get", id);
    ask(agent, "tasks/result", id);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(recorded()).contains("tool.call", "task.result"));
    assertThat(recorded()).doesNotContain("tasks/get");
  }

  private List<String> recorded() {
    return preloop
        .http()
        .get("/api/v1/audit-logs?server=" + own.name(), own.owner().token())
        .expect(200)
        .path("items")
        .valueStream()
        .map(item -> item.path("action").asString())
        .toList();
  }

  private JsonNode create(Agent agent) {
    return create(agent, own.name());
  }

  private static JsonNode create(Agent agent, String tool) {
    return agent
        .rpc(
            "tools/call",
            "{\"name\":\"%s\",\"arguments\":{},\"task\":{\"ttl\": 1000}}".formatted(tool))
        .expect(200);
  }

  private static String status(Agent agent, String task) {
    return ask(agent, "tasks/get", task).at("/result/status").asString();
  }

  private static JsonNode ask(Agent agent, String method, String task) {
    return agent.rpc(method, about(task)).expect(200);
  }

  private static String about(String task) {
    return "{\"taskId\":\"%s\"}".formatted(task);
  }
}
