package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What agents ask of their own accord. */
class RequestApprovalTests {

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Approver owner = new Approver(preloop.http(), preloop.owner());
  private final String name = "q" + UUID.randomUUID().toString().substring(0, 8);

  @Test
  void aQuestionIsAnsweredWithTheDecisionAndRunsNothing() {
    Agent agent = agent();
    JsonNode pending = ask(agent, "deploy on friday", "");
    String id = pending.at("/structuredContent/request_id").asString();

    assertThat(pending.at("/structuredContent/status").asString()).isEqualTo("pending_approval");
    assertThat(pending.at("/structuredContent/message").asString())
        .contains("you may go ahead yourself", "Preloop runs nothing")
        .doesNotContain("runs by itself");
    assertThat(owner.show(id).path("tool_name").asString()).isEqualTo("request_approval");
    owner.approve(id).expect(200);

    JsonNode status = agent.status(id);
    assertThat(status.path("status").asString()).isEqualTo("approved");
    assertThat(status.path("reason").asString()).contains("approved by owner");
    assertThat(owner.show(id).path("execution_status").asString()).isEqualTo("none");
  }

  @Test
  void anAgentNamesOnlyAWorkflowThatAgentsMayChoose() throws Exception {
    upload("");
    Agent agent = agent();

    assertThat(ask(agent, "one", ",\"approval_workflow\":\"closed-%s\"".formatted(name)).toString())
        .contains("no approval workflow of this name that an agent may choose");
    try (HeldStreamReader held =
        HeldStreamReader.call(
            agent, "7", params("two", ",\"approval_workflow\":\"open-%s\"".formatted(name)))) {
      String id = pending("two " + name);
      owner.approve(id).expect(200);

      JsonNode answer = held.answer().at("/result/structuredContent");
      assertThat(answer.path("status").asString()).isEqualTo("approved");
    }
  }

  @Test
  void aPolicyThatDeniesItRefusesAndHidesIt() {
    upload(
        """
        subjects:
          - type: api_key
            name: %s
            tools:
              - { name: request_approval, source: builtin, otherwise: deny }
        """
            .formatted(name));
    Agent agent = agent();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !agent.rpc("tools/list", "{}").body().contains("request_approval\""));
    assertThat(agent.callForReply("request_approval", arguments("x", "")).body())
        .contains("Unknown tool");
  }

  @Test
  void aPolicyThatAsksAboutItOpensOneRequestOfItsOwnWorkflow() {
    upload(
        """
        subjects:
          - type: api_key
            name: %1$s
            tools:
              - { name: request_approval, source: builtin, approval_workflow: asked-%1$s }
        """
            .formatted(name));
    Agent agent = agent();

    JsonNode pending = ask(agent, "three", ",\"approval_workflow\":\"open-%s\"".formatted(name));

    String id = pending.at("/structuredContent/request_id").asString();
    assertThat(mine()).containsExactly(id);
    assertThat(seconds(owner.show(id))).isEqualTo(77);
    owner.approve(id).expect(200);
    assertThat(agent.status(id).path("status").asString()).isEqualTo("approved");
    assertThat(mine()).isEmpty();
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(agent().call("request_approval", "{\"operation\":\"x\"}").toString())
        .contains("context is to be given");
  }

  @Test
  void aReasonOfAnyLengthIsNotTaken() {
    String arguments =
        "{\"operation\":\"o\",\"context\":\"c\",\"reasoning\":\"" + "r".repeat(4_001) + "\"}";
    JsonNode answer = agent().call("request_approval", arguments);

    assertThat(answer.path("isError").asBoolean()).isTrue();
    assertThat(answer.toString()).contains("reasoning has at most 4000 characters");
  }

  private JsonNode ask(Agent agent, String operation, String more) {
    return agent.call("request_approval", arguments(operation, more));
  }

  private String arguments(String operation, String more) {
    return "{\"operation\":\"%s %s\",\"context\":\"c\",\"reasoning\":\"r\"%s}"
        .formatted(operation, name, more);
  }

  private String params(String operation, String more) {
    return "{\"name\":\"request_approval\",\"arguments\":%s,\"_meta\":{\"progressToken\":1}}"
        .formatted(arguments(operation, more));
  }

  /** Those that wait of all that this test asks. */
  private List<String> mine() {
    return waiting()
        .filter(request -> request.path("arguments").toString().contains(name))
        .map(request -> request.path("id").asString())
        .toList();
  }

  private static long seconds(JsonNode request) {
    return Duration.between(
            Instant.parse(request.path("created_at").asString()),
            Instant.parse(request.path("deadline").asString()))
        .toSeconds();
  }

  private Stream<JsonNode> waiting() {
    return preloop
        .http()
        .get("/api/v1/approval-requests?status=pending&limit=100", owner.token())
        .expect(200)
        .path("items")
        .valueStream();
  }

  private String pending(String operation) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                waiting()
                    .filter(request -> request.path("arguments").toString().contains(operation))
                    .map(request -> request.path("id").asString())
                    .findFirst()
                    .orElse(""),
            id -> !id.isEmpty());
  }

  private Agent agent() {
    String body = "{\"name\":\"%s\",\"scopes\":[\"mcp:call\"]}".formatted(name);
    JsonNode made = preloop.http().post("/api/v1/auth/api-keys", owner.token(), body).expect(201);
    return Agent.connect(preloop.http(), made.path("key").asString());
  }

  private void upload(String more) {
    String policy =
        """
        version: "1.0"
        metadata:
          name: %1$s
        approval_workflows:
          - { name: open-%1$s, timeout_seconds: 300, agent_selectable: true }
          - { name: closed-%1$s, timeout_seconds: 300 }
          - { name: asked-%1$s, timeout_seconds: 77, async_approval: true }
        """
                .formatted(name)
            + more;
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
}
