package ai.preloop.policies.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.reading.Surroundings.Voting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of who decides, where the account is known. */
class WorkflowCheckTests {

  private static final Map<String, String> THEIRS =
      Map.of("theirs", "Theirs", "round", "Theirs", "about", "Theirs", "ours", "Ours");

  @Test
  void aQuorumIsNotLargerThanThereAreOwnersWhereNobodyIsNamed() {
    String three = "approval_workflows: [ { name: w, required_approvals: 3 } ]";

    assertThat(findings(three, 2))
        .containsExactly(
            "workflow.quorum_too_large: 3 approvals are needed, but only 2 owners can vote.");
    assertThat(findings(three, 1)).singleElement().asString().endsWith("only 1 owner can vote.");
    assertThat(findings(three, 3)).isEmpty();
    assertThat(findings(three, null)).isEmpty();
    assertThat(
            findings(
                "approval_workflows: [ { name: w, required_approvals: 3, approver_teams: [ops] } ]",
                1))
        .isEmpty();
  }

  @Test
  void aQuorumIsNotReadWhereEverybodyOrEveryStageMustApprove() {
    assertThat(
            findings(
                """
                approval_workflows:
                  - { name: all, workflow_type: consensus, approver_users: [a, b], required_approvals: 2 }
                  - { name: old, workflow_type: consensus, approver_users: [a], approvals_required: 1 }
                  - { name: plain, workflow_type: simple, approver_users: [a], required_approvals: 1 }
                """,
                null))
        .containsExactly(
            "workflow.quorum_unread: `required_approvals` is read only with `workflow_type: simple`.",
            "workflow.quorum_unread: `required_approvals` is read only with `workflow_type: simple`.");
  }

  @Test
  void escalationNeverLowersAQuorum() {
    String document =
        """
        approval_workflows:
          - { name: first, required_approvals: 2, escalation_workflow: second }
          - { name: second }
          - { name: all, workflow_type: consensus, approver_users: [a, b, c], escalation_workflow: theirs }
          - { name: same, required_approvals: 2, escalation_workflow: theirs }
          - { name: up, escalation_workflow: theirs }
        """;

    assertThat(findings(document, null))
        .containsExactly(
            "workflow.escalation_lowers_quorum: Escalation never lowers a quorum: `second` is content with 1 of the 2 approvals that are needed here.",
            "workflow.escalation_lowers_quorum: Escalation never lowers a quorum: `theirs` is content with 2 of the 3 approvals that are needed here.");
  }

  @Test
  void circlesThatPassThroughOtherOwnersAreFoundAndOnlyOnesOwn() {
    assertThat(
            findings(
                "approval_workflows: [ { name: ours, required_approvals: 2, escalation_workflow: theirs } ]",
                null))
        .containsExactly("workflow.cycle: This escalates in a circle: ours → theirs → ours.");
    assertThat(findings("approval_workflows: [ { name: w, escalation_workflow: round } ]", null))
        .isEmpty();
  }

  @Test
  void defaultsThatAskNeedADefaultWorkflow() {
    String defaults =
        """
        defaults:
          unknown_tools: require_approval
          require_approval_for_new_tools: true
          on_definition_change: require_approval
          on_error: require_approval
        """;

    assertThat(findings(defaults, null))
        .hasSize(4)
        .allMatch(finding -> finding.startsWith("tool.no_workflow: This asks, but no approval"));
    assertThat(
            findings(
                defaults + "  default_approval_workflow: w\napproval_workflows: [ { name: w } ]",
                null))
        .isEmpty();
    assertThat(
            findings(
                "defaults: { unknown_tools: deny, on_definition_change: hold, on_error: deny, require_approval_for_new_tools: false }",
                null))
        .isEmpty();
  }

  @Test
  void defaultsThatAskWhomEveryEntryNamesNeedNone() {
    String document =
        """
        defaults: { on_definition_change: require_approval, on_error: require_approval }
        approval_workflows: [ { name: w } ]
        tools: [ { name: "*", approval_workflow: w }%s ]
        """;

    assertThat(findings(document.formatted(""), null)).isEmpty();
    assertThat(findings(document.formatted(", { name: bash, otherwise: allow }"), null))
        .hasSize(2)
        .allMatch(finding -> finding.startsWith("tool.no_workflow"));
  }

  /** Without the people and teams that nobody knows. */
  private static List<String> findings(String body, @Nullable Integer owners) {
    var voting =
        new Voting(
            owners,
            Map.of(
                "theirs",
                    theirs("{ name: theirs, required_approvals: 2, escalation_workflow: ours }"),
                "round", theirs("{ name: round, escalation_workflow: about }"),
                "about", theirs("{ name: about, escalation_workflow: round }")));
    return read("Ours", body, around().withVoting(voting)).findings().stream()
        .filter(finding -> !finding.code().endsWith(".unknown"))
        .map(finding -> finding.code() + ": " + finding.message())
        .toList();
  }

  private static ApprovalWorkflow theirs(String workflow) {
    var reading = read("Theirs", "approval_workflows: [ " + workflow + " ]", around());
    return Objects.requireNonNull(reading.document()).approvalWorkflows().getFirst();
  }

  private static Surroundings around() {
    return new Surroundings(
        true, Surroundings.Names.NONE, List.of(), THEIRS, Surroundings.Claims.NONE, Map.of(), true);
  }

  private static Reading read(String owner, String body, Surroundings around) {
    var source = "version: \"1.0\"\nmetadata: { name: " + owner + " }\n" + body;
    return new PolicyReader().read(source.getBytes(StandardCharsets.UTF_8), around);
  }
}
