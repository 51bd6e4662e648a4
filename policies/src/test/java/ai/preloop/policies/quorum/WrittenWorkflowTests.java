package ai.preloop.policies.quorum;

import static ai.preloop.policies.quorum.BallotFixtures.DEADLINE;
import static ai.preloop.policies.quorum.BallotFixtures.approve;
import static ai.preloop.policies.quorum.BallotFixtures.at;
import static ai.preloop.policies.quorum.BallotFixtures.ballot;
import static ai.preloop.policies.quorum.BallotFixtures.decline;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.quorum.Outcome.Approved;
import ai.preloop.policies.quorum.Outcome.Declined;
import ai.preloop.policies.quorum.Outcome.Expired;
import ai.preloop.policies.quorum.Outcome.Pending;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Surroundings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Votes are counted as the document says it. */
class WrittenWorkflowTests {

  private static final String DEPLOY = "workflow:deploy";
  private static final String PLATFORM = "team:platform";

  @Test
  void asksForAsManyAsAreRequired() {
    assertThat(decide("required_approvals: 2", approve("ana", 10))).isEqualTo(new Pending(1, 2));
    assertThat(decide("approvals_required: 2", approve("ana", 10))).isEqualTo(new Pending(1, 2));
    assertThat(decide("timeout_seconds: 600", approve("ana", 10))).isInstanceOf(Approved.class);
  }

  @Test
  void closesWithADeclineUnlessTheQuorumMustBeOutOfReach() {
    Vote[] one = {decline("ana", 10)};
    Vote[] two = {decline("ana", 10), decline("bo", 20)};

    assertThat(decide("required_approvals: 2", one)).isInstanceOf(Declined.class);
    assertThat(decide("required_approvals: 2, decline_rule: any", one))
        .isInstanceOf(Declined.class);
    assertThat(decide("required_approvals: 2, decline_rule: unreachable", one))
        .isEqualTo(new Pending(0, 2));
    assertThat(decide("required_approvals: 2, decline_rule: unreachable", two))
        .isInstanceOf(Declined.class);
  }

  @Test
  void countsOneVoteOfATeamWhereTheyMustBeDistinct() {
    String teams = "required_approvals: 2, approver_teams: [platform, security]";
    Vote[] ofOneTeam = {approve("ana", 10, DEPLOY, PLATFORM), approve("bo", 20, DEPLOY, PLATFORM)};

    assertThat(decide(teams, ofOneTeam)).isInstanceOf(Approved.class);
    assertThat(decide(teams + ", distinct_groups: true", ofOneTeam)).isEqualTo(new Pending(1, 2));
  }

  @Test
  void endsWithItsTimeAsItSays() {
    assertThat(decide("timeout_seconds: 600")).isEqualTo(new Expired(DEADLINE));
    assertThat(decide("on_timeout: expire")).isEqualTo(new Expired(DEADLINE));
    assertThat(decide("on_timeout: deny"))
        .isInstanceOfSatisfying(
            Declined.class,
            declined -> {
              assertThat(declined.by()).isEqualTo(Voter.SYSTEM);
              assertThat(declined.at()).isEqualTo(DEADLINE);
            });
  }

  @Test
  void asksEverybodyWhereItIsAConsensus() {
    String consensus = "workflow_type: consensus, approver_users: [ana, bo, cy]";

    assertThat(decide(consensus, approve("ana", 10), approve("bo", 20)))
        .isEqualTo(new Pending(2, 3));
    assertThat(decide(consensus, approve("ana", 10), approve("bo", 20), approve("cy", 30)))
        .isInstanceOf(Approved.class);
  }

  @Test
  void saysNothingOfAModelUnlessItIsAsked() {
    assertThat(written("approval_type: standard").aiReview()).isNull();
    assertThat(written("approval_type: ai_driven, ai_model: fast").aiReview())
        .isEqualTo(new ApprovalWorkflow.AiReview("fast", null, Map.of(), 0.8, false, false));
    assertThat(
            written(
                    "approval_type: ai_driven, ai_model: fast, ai_guidelines: Mind, ai_context: { a: b },"
                        + " ai_confidence_threshold: 0.5, ai_fallback_behavior: deny, ai_scope: any")
                .aiReview())
        .isEqualTo(
            new ApprovalWorkflow.AiReview("fast", "Mind", Map.of("a", "b"), 0.5, true, true));
  }

  /** As of the deadline where nobody votes, else as of soon after the last vote. */
  private static Outcome decide(String keys, Vote... votes) {
    return Decider.decide(
        ballot(List.of(written(keys)), votes), votes.length == 0 ? DEADLINE : at(60));
  }

  private static ApprovalWorkflow written(String keys) {
    var source =
        "version: \"1.0\"\nmetadata: { name: a }\napproval_workflows: [ { name: deploy, %s } ]\n"
            .formatted(keys);
    var read =
        new PolicyReader()
            .read(source.getBytes(StandardCharsets.UTF_8), Surroundings.offline(Map.of()));
    return Objects.requireNonNull(read.document(), () -> read.findings().toString())
        .approvalWorkflows()
        .getFirst();
  }
}
