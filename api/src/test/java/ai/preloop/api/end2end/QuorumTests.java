package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Requests that more than one of some named people decide. */
class QuorumTests {

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final Approver ana = person("ana");
  private final Approver ben = person("ben");
  private final Approver cy = person("cy");

  @Test
  void twoOfThreeNamedPeopleApproveAndItRunsOnce() {
    try (AskedTool tool = asked("required_approvals: 2")) {
      Agent agent = tool.agent();
      String id = pending(agent, tool);

      assertThat(tool.owner().approve(id).status()).as("nobody named the owner").isEqualTo(403);
      JsonNode first = ana.approve(id).expect(200);
      assertThat(first.path("status").asString()).isEqualTo("pending");
      assertThat(first.path("required_approvals").asInt()).isEqualTo(2);
      assertThat(agent.status(id).path("approvals_received").asInt()).isEqualTo(1);
      assertThat(agent.status(id).path("required_approvals").asInt()).isEqualTo(2);
      assertThat(ana.approve(id).status()).as("one voice each").isEqualTo(409);

      cy.approve(id).expect(200);

      assertThat(result(agent, id)).isEqualTo("done");
      assertThat(ben.approve(id).status()).isEqualTo(409);
      assertThat(tool.server().calls()).hasSize(1);
    }
  }

  @Test
  void oneWhoDeclinesClosesIt() {
    try (AskedTool tool = asked("required_approvals: 2")) {
      Agent agent = tool.agent();
      String id = pending(agent, tool);
      ana.approve(id).expect(200);

      ben.decline(id, "Not today").expect(200);

      assertThat(agent.status(id).path("status").asString()).isEqualTo("declined");
      assertThat(cy.approve(id).status()).isEqualTo(409);
      assertThat(tool.server().calls()).isEmpty();
    }
  }

  @Test
  void aConsensusNeedsEverybodyWhoIsNamed() {
    try (AskedTool tool = asked("workflow_type: consensus")) {
      Agent agent = tool.agent();
      String id = pending(agent, tool);

      assertThat(ana.show(id).path("required_approvals").asInt()).isEqualTo(3);
      assertThat(agent.status(id).path("required_approvals").asInt()).isEqualTo(3);
      assertThat(tool.owner().approve(id).status()).isEqualTo(403);
      ana.approve(id).expect(200);
      ben.approve(id).expect(200);
      assertThat(agent.status(id).path("status").asString()).isEqualTo("pending");
      assertThat(tool.server().calls()).isEmpty();

      cy.approve(id).expect(200);

      assertThat(result(agent, id)).isEqualTo("done");
      assertThat(tool.server().calls()).hasSize(1);
    }
  }

  private AskedTool asked(String line) {
    String people =
        "approver_users: [ana_%1$s, ben_%1$s, cy_%1$s]\n    async_approval: true\n    "
            .formatted(run);
    return new AskedTool(preloop, people + line, "");
  }

  private static String pending(Agent agent, AskedTool tool) {
    JsonNode answer = agent.call(tool.name(), "{}").path("structuredContent");
    assertThat(answer.path("status").asString()).isEqualTo("pending_approval");
    return answer.path("request_id").asString();
  }

  private static String result(Agent agent, String id) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> agent.status(id), status -> !status.path("status").asString().equals("executing"))
        .at("/tool_result/content/0/text")
        .asString();
  }

  private Approver person(String name) {
    return new Approver(preloop.http(), preloop.member(name + "_" + run));
  }
}
