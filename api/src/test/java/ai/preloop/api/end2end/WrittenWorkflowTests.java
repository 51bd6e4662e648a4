package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** What a document says of an approval workflow holds for those who vote. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WrittenWorkflowTests {

  private OwnServer own;
  private Agent agent;
  private Approver ana;
  private Approver ben;
  private Approver eva;
  private String neverDecided;

  @BeforeAll
  void start() {
    RunningPreloop preloop = RunningPreloop.shared();
    own = new OwnServer(preloop);
    own.define("\"inputSchema\":{\"type\":\"object\"}").register("");
    agent = own.agent();
    Persons persons = new Persons(preloop);
    ana = persons.member("ana-" + own.name());
    ben = persons.member("ben-" + own.name());
    eva = persons.member("eva-" + own.name());
    neverDecided = asked("timeout_seconds: 30, on_timeout: deny", 0);
  }

  @AfterAll
  void stop() {
    own.close();
  }

  @Test
  void whoIsNamedDecidesAndNoOwnerWhoIsNot() {
    String asked = asked("approver_users: [ana-NAME]", 1);

    refused(own.owner(), asked, "owner is not among those who decide this request.");
    refused(ben, asked, "ben-%s is not among those who decide".formatted(own.name()));
    assertThat(own.owner().show(asked).path("approvers").valueStream().map(JsonNode::asString))
        .containsExactly("ana-" + own.name());

    ana.approve(asked).expect(200);
    own.until(asked, shown -> shown.path("execution_status").asString().equals("succeeded"));
  }

  @Test
  void theOwnersDecideWhereNobodyIsNamed() {
    String asked = asked("timeout_seconds: 300", 2);

    refused(ana, asked, "is not among those who decide this request.");
    own.owner().decline(asked, "no").expect(200);
  }

  @Test
  void aDecisionHasAReasonWhereOneIsRequired() {
    String asked = asked("require_reason: true", 3);

    JsonNode problem = own.owner().act(asked, "approve", "{\"comment\":\" \"}").expect(422);
    assertThat(problem.path("detail").asString()).contains("asks for a comment");
    assertThat(status(asked)).isEqualTo("pending");
    own.owner().act(asked, "approve", "{\"comment\":\"It is due\"}").expect(200);
  }

  @Test
  void aDecisionNeedsNoReasonOtherwise() {
    own.owner().act(asked("require_reason: false", 4), "approve", "{}").expect(200);
  }

  @Test
  void theOwnerOfTheCallingKeyDoesNotDecideWhereThatIsRuledOut() {
    String asked = asked("allow_self_approval: false, approver_users: [owner, ana-NAME]", 5);

    refused(own.owner(), asked, "does not let the owner of the calling credential decide");
    ana.approve(asked).expect(200);
  }

  @Test
  void oneDeclineLeavesOpenWhatCanStillBeReached() {
    String asked = asked(twoOfThree("unreachable"), 6);

    ana.decline(asked, "not I").expect(200);
    assertThat(status(asked)).isEqualTo("pending");
    ben.approve(asked).expect(200);
    assertThat(status(asked)).isEqualTo("pending");
    eva.decline(asked, "nor I").expect(200);

    assertThat(status(asked)).isEqualTo("declined");
    assertThat(own.owner().show(asked).path("decided_by").asString()).startsWith("eva-");
  }

  @Test
  void oneDeclineClosesWhatSaysNothingElse() {
    String asked = asked(twoOfThree("any"), 7);

    ana.decline(asked, "not I").expect(200);

    assertThat(status(asked)).isEqualTo("declined");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void theEndOfTheTimeDeclinesWhereThatIsSaid() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(250))
        .until(() -> !status(neverDecided).equals("pending"));

    assertThat(status(neverDecided)).isEqualTo("declined");
    assertThat(own.owner().show(neverDecided).path("decided_by").asString()).isEqualTo("system");
    own.owner().approve(neverDecided).expect(409);
  }

  private static String twoOfThree(String rule) {
    return "required_approvals: 2, approver_users: [ana-NAME, ben-NAME, eva-NAME], decline_rule: %s"
        .formatted(rule);
  }

  /** A call that waits under a workflow with these keys; its number tells it from others. */
  private String asked(String keys, int number) {
    own.upload(
        """
        approval_workflows:
          - { name: people-NAME, async_approval: true, %s }
        tools:
          - { name: NAME, approval_workflow: people-NAME }
        """
            .formatted(keys));
    return agent
        .call(own.name(), "{\"number\":%d}".formatted(number))
        .at("/structuredContent/request_id")
        .asString();
  }

  private String status(String asked) {
    return own.owner().show(asked).path("status").asString();
  }

  private void refused(Approver voter, String asked, String sentence) {
    JsonNode problem = voter.act(asked, "approve", "{\"comment\":\"yes\"}").expect(403);
    assertThat(problem.path("detail").asString()).contains(sentence);
    assertThat(status(asked)).isEqualTo("pending");
  }
}
