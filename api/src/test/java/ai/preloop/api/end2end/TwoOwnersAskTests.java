package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two owners ask about one tool: a call of it waits for the people of both. */
class TwoOwnersAskTests {

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final OwnServer own = new OwnServer(preloop);
  private final Persons persons = new Persons(preloop);
  private Approver ana;
  private Approver ben;
  private Agent agent;

  @BeforeEach
  void start() {
    ana = persons.member("ana-" + own.name());
    ben = persons.member("ben-" + own.name());
    own.define("\"inputSchema\":{\"type\":\"object\"}").register("").upload(asking("ana"));
    own.uploadAs("NAME-too", asking("ben"));
    agent = own.agent();
  }

  @AfterEach
  void stop() {
    own.uploadAs("NAME-too", "");
    own.close();
  }

  @Test
  void runsOnceBothHaveApproved() {
    String asked = agent.call(own.name(), "{}").at("/structuredContent/request_id").asString();
    assertThat(own.owner().show(asked).path("required_approvals").asInt()).isEqualTo(2);

    ana.approve(asked).expect(200);
    assertThat(status(asked)).isEqualTo("pending");
    assertThat(own.server().calls()).isEmpty();

    ben.approve(asked).expect(200);
    assertThat(status(asked)).isEqualTo("approved");
    own.until(asked, shown -> shown.path("execution_status").asString().equals("succeeded"));
    assertThat(own.server().calls()).hasSize(1);
  }

  @Test
  void runsNotWhereOneOfThemDeclines() {
    String asked = agent.call(own.name(), "{}").at("/structuredContent/request_id").asString();

    ana.approve(asked).expect(200);
    ben.decline(asked, "Not with us").expect(200);

    assertThat(status(asked)).isEqualTo("declined");
    JsonNode told = agent.status(asked);
    assertThat(told.path("reason").asString()).contains("Not with us");
    assertThat(own.server().calls()).isEmpty();
  }

  private String status(String asked) {
    return own.owner().show(asked).path("status").asString();
  }

  private static String asking(String whom) {
    return """
    approval_workflows:
      - { name: %1$s-NAME, approver_users: [%1$s-NAME], async_approval: true }
    tools:
      - { name: NAME, approval_workflow: %1$s-NAME }
    """
        .formatted(whom);
  }
}
