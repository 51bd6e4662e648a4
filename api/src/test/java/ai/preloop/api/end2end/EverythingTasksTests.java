package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tasks of the official client and the official example server, directly and through Preloop. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EverythingTasksTests {

  private static final String TOOL = "simulate-research-query";

  private RunningPreloop preloop;
  private Approver owner;
  private EverythingServer server;
  private TypeScriptClient direct;
  private TypeScriptClient through;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.with();
    server = EverythingServer.at(preloop, "everything");
    owner = new Approver(preloop.http(), preloop.owner());
    direct = TypeScriptClient.connectWithTasks(server.url(), "");
    through =
        TypeScriptClient.connectWithTasks(
            preloop.http().base().resolve("/mcp"), preloop.agentKey());
  }

  @AfterAll
  void stop() {
    Stream.of(direct, through, server, preloop::stop).forEach(EverythingTasksTests::close);
  }

  private static void close(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void endAsTheyDoDirectly(String ambiguous) {
    String arguments = "{\"topic\":\"rust\",\"ambiguous\":%s}".formatted(ambiguous);
    List<JsonNode> expected = direct.stream(TOOL, arguments);
    List<JsonNode> seen = through.stream(TOOL, arguments);

    assertThat(types(expected)).startsWith("taskCreated").endsWith("result");
    assertThat(types(seen)).startsWith("taskCreated").endsWith("result");
    assertThat(seen.getLast().at("/result/content"))
        .isEqualTo(expected.getLast().at("/result/content"));
    assertThat(seen.getFirst().path("task").propertyNames())
        .containsExactlyElementsOf(expected.getFirst().path("task").propertyNames());
  }

  private static List<String> types(List<JsonNode> seen) {
    return seen.stream().map(message -> message.path("type").asString()).toList();
  }

  @Test
  void areListedAndCancelled() {
    String id = create(through, "cancelled");

    assertThat(ids(through)).contains(id);
    JsonNode cancelled = through.request("tasks/cancel", about(id)).result();
    assertThat(cancelled.path("taskId").asString()).isEqualTo(id);
    assertThat(cancelled.path("status").asString()).isEqualTo("cancelled");
    assertThat(through.request("tasks/cancel", about(id)).error().path("code").asInt())
        .isEqualTo(-32602);
  }

  @Test
  void areTheirSessionsAlone() {
    String id = create(direct, "elsewhere");

    assertThat(through.request("tasks/get", about(id)).error().path("code").asInt())
        .isEqualTo(-32602);
    assertThat(ids(through)).doesNotContain(id);
  }

  @Test
  void areWorkedOnByTheClientForTheServer() {
    String arguments = "{\"prompt\":\"hello\",\"maxTokens\":7}";
    String tool = "trigger-sampling-request-async";
    String expected = direct.call(tool, arguments).result().toString();

    assertThat(expected).contains("COMPLETED", "sampled 7");
    assertThat(idless(through.call(tool, arguments).result().toString()))
        .isEqualTo(idless(expected));
  }

  private static String idless(String said) {
    return said.replaceAll("[0-9a-f]{32}", "id");
  }

  @Test
  void beginOnceAPersonHasApproved() {
    upload(
        """
        version: "1.0"
        metadata: { name: everything-tasks }
        approval_workflows: [{ name: asked, timeout_seconds: 300 }]
        tools:
          - name: simulate-research-query
            source: everything
            approval_workflow: asked
            conditions:
              - expression: args.topic == 'asked'
                action: require_approval
            otherwise: allow
        """);
    String id = create(through, "asked");
    assertThat(status(id)).isEqualTo("working");
    owner.approve(id).expect(200);
    DrivenClient.Call result = through.request("tasks/result", about(id));

    assertThat(result.result().at("/content/0/text").asString())
        .contains("# Research Report: asked");
    assertThat(status(id)).isEqualTo("completed");
    upload("version: \"1.0\"\nmetadata: { name: everything-tasks }\n");
  }

  private void upload(String policy) {
    preloop
        .http()
        .send(
            "POST",
            "/api/v1/policies/upload",
            owner.token(),
            policy,
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
  }

  private String status(String id) {
    return through.request("tasks/get", about(id)).result().path("status").asString();
  }

  private static String create(TypeScriptClient client, String topic) {
    String params =
        "{\"name\":\"%s\",\"arguments\":{\"topic\":\"%s\"},\"task\":{\"ttl\":60000}}"
            .formatted(TOOL, topic);
    String id = client.request("tools/call", params).result().at("/task/taskId").asString();
    assertThat(id).isNotEmpty();
    return id;
  }

  private static List<String> ids(TypeScriptClient client) {
    return client
        .request("tasks/list", "{}")
        .result()
        .path("tasks")
        .valueStream()
        .map(task -> task.path("taskId").asString())
        .toList();
  }

  private static String about(String id) {
    return "{\"taskId\":\"%s\"}".formatted(id);
  }
}
