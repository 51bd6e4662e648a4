package ai.preloop.policies.quorum;

import static ai.preloop.policies.quorum.BallotFixtures.DEADLINE;
import static ai.preloop.policies.quorum.BallotFixtures.OPENED;
import static ai.preloop.policies.quorum.BallotFixtures.approve;
import static ai.preloop.policies.quorum.BallotFixtures.at;
import static ai.preloop.policies.quorum.BallotFixtures.ballot;
import static ai.preloop.policies.quorum.BallotFixtures.cancelled;
import static ai.preloop.policies.quorum.BallotFixtures.decline;
import static ai.preloop.policies.quorum.BallotFixtures.electorate;
import static ai.preloop.policies.quorum.BallotFixtures.person;
import static ai.preloop.policies.quorum.BallotFixtures.quorum;
import static ai.preloop.policies.quorum.BallotFixtures.simple;
import static ai.preloop.policies.quorum.BallotFixtures.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.ApprovalWorkflow.DeclineRule;
import ai.preloop.policies.documents.ApprovalWorkflow.OnTimeout;
import ai.preloop.policies.quorum.Outcome.Approved;
import ai.preloop.policies.quorum.Outcome.Cancelled;
import ai.preloop.policies.quorum.Outcome.Declined;
import ai.preloop.policies.quorum.Outcome.Expired;
import ai.preloop.policies.quorum.Outcome.Pending;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeciderTests {

  @Test
  void waitsWhileNobodyHasVoted() {
    assertThat(decide(ballot(simple("deploy", 2)))).isEqualTo(new Pending(0, 2));
  }

  @Test
  void approvesAtTheInstantOfTheVoteThatCompletesTheQuorum() {
    var ballot = ballot(simple("deploy", 2), approve("ana", 10), approve("bo", 20));

    assertThat(decide(ballot))
        .isEqualTo(new Approved(at(20), List.of(person("ana"), person("bo"))));
  }

  @Test
  void countsAVoterOnce() {
    var ballot = ballot(simple("deploy", 2), approve("ana", 10), approve("ana", 20));

    assertThat(decide(ballot)).isEqualTo(new Pending(1, 2));
  }

  @Test
  void keepsToTheFirstVoteOfAVoter() {
    var ballot = ballot(simple("deploy", 2), approve("ana", 10), decline("ana", 20));

    assertThat(decide(ballot)).isEqualTo(new Pending(1, 2));
  }

  @Test
  void ignoresWhoWasNotEligible() {
    var ballot = ballot(simple("deploy", 1), approve("eve", 10, "workflow:other", "team:platform"));

    assertThat(decide(ballot)).isEqualTo(new Pending(0, 1));
  }

  @Test
  void declinesWithTheFirstDecline() {
    var ballot = ballot(simple("deploy", 2), approve("ana", 10), decline("bo", 20));

    assertThat(decide(ballot)).isEqualTo(new Declined(at(20), person("bo"), "bo says DECLINE"));
  }

  @Test
  void declinesOnlyWhenTheQuorumIsOutOfReachIfThatIsTheRule() {
    var workflow =
        workflow(
            "deploy",
            quorum(ApprovalWorkflow.Type.SIMPLE, 2, DeclineRule.UNREACHABLE),
            OnTimeout.EXPIRE);

    assertThat(decide(ballot(workflow, decline("ana", 10)))).isEqualTo(new Pending(0, 2));
    assertThat(decide(ballot(workflow, decline("ana", 10), decline("bo", 20))))
        .isEqualTo(new Declined(at(20), person("bo"), "bo says DECLINE"));
    assertThat(decide(ballot(workflow, decline("ana", 10), approve("bo", 20), approve("cy", 30))))
        .isInstanceOf(Approved.class);
  }

  @Test
  void takesAnUnknownElectorateForNobodyLeft() {
    var workflow =
        workflow(
            "deploy",
            quorum(ApprovalWorkflow.Type.SIMPLE, 1, DeclineRule.UNREACHABLE),
            OnTimeout.EXPIRE);

    assertThat(decide(electorate(ballot(workflow, decline("ana", 10)), Map.of())))
        .isInstanceOf(Declined.class);
  }

  @Test
  void countsAVoteOfBeforeTheDeadlineHoweverLateItIsLookedAt() {
    var ballot = ballot(simple("deploy", 1), approve("ana", 599));

    assertThat(Decider.decide(ballot, at(100_000))).isInstanceOf(Approved.class);
  }

  @Test
  void refusesAVoteAtTheDeadline() {
    var ballot = ballot(simple("deploy", 1), approve("ana", 600));

    assertThat(Decider.decide(ballot, at(601))).isEqualTo(new Expired(DEADLINE));
  }

  @Test
  void expiresAtTheDeadlineAndNotBefore() {
    var ballot = ballot(simple("deploy", 1));

    assertThat(Decider.decide(ballot, DEADLINE.minusNanos(1))).isEqualTo(new Pending(0, 1));
    assertThat(Decider.decide(ballot, DEADLINE)).isEqualTo(new Expired(DEADLINE));
  }

  @Test
  void isDeclinedByTheSystemWhenTheTimeIsOverAndThatIsAsked() {
    var workflow =
        workflow(
            "deploy", quorum(ApprovalWorkflow.Type.SIMPLE, 1, DeclineRule.ANY), OnTimeout.DENY);

    assertThat(Decider.decide(ballot(workflow), DEADLINE))
        .isEqualTo(new Declined(DEADLINE, Voter.SYSTEM, "Nobody decided in time"));
  }

  @Test
  void isCancelledWhenThatCameBeforeTheQuorum() {
    var ballot = cancelled(ballot(simple("deploy", 1), approve("ana", 20)), 10);

    assertThat(decide(ballot)).isEqualTo(new Cancelled(at(10), "agent", "changed my mind"));
  }

  @Test
  void isCancelledWhenThatCameAtTheSameInstantAsTheQuorum() {
    assertThat(decide(cancelled(ballot(simple("deploy", 1), approve("ana", 10)), 10)))
        .isInstanceOf(Cancelled.class);
  }

  @Test
  void staysApprovedOrDeclinedWhenTheCancellationCameLater() {
    assertThat(decide(cancelled(ballot(simple("deploy", 1), approve("ana", 10)), 11)))
        .isInstanceOf(Approved.class);
    assertThat(decide(cancelled(ballot(simple("deploy", 1), decline("ana", 10)), 11)))
        .isInstanceOf(Declined.class);
  }

  @Test
  void staysExpiredWhenTheCancellationCameAtTheDeadline() {
    assertThat(Decider.decide(cancelled(ballot(simple("deploy", 1)), 600), at(700)))
        .isEqualTo(new Expired(DEADLINE));
  }

  @Test
  void ordersVotesByTheirInstants() {
    var ballot = ballot(simple("deploy", 1), decline("bo", 20), approve("ana", 10));

    assertThat(decide(ballot)).isInstanceOf(Approved.class);
  }

  @Test
  void needsEachWorkflowThatAsks() {
    var workflows = List.of(simple("deploy", 1), simple("money", 1));
    var both = approve("ana", 10, "workflow:deploy", "workflow:money");

    assertThat(decide(ballot(workflows, approve("ana", 10)))).isEqualTo(new Pending(1, 2));
    assertThat(decide(ballot(workflows, approve("ana", 10), approve("bo", 20, "workflow:money"))))
        .isEqualTo(new Approved(at(20), List.of(person("ana"), person("bo"))));
    assertThat(decide(ballot(workflows, both)))
        .isEqualTo(new Approved(at(10), List.of(person("ana"))));
  }

  @Test
  void isDeclinedWhenOneOfTheWorkflowsIs() {
    var workflows = List.of(simple("deploy", 1), simple("money", 1));

    assertThat(decide(ballot(workflows, approve("ana", 10), decline("bo", 20, "workflow:money"))))
        .isInstanceOf(Declined.class);
  }

  @Test
  void leavesAWorkflowThatIsDoneOutOfWhatTheTimeMeans() {
    var denies =
        workflow(
            "deploy", quorum(ApprovalWorkflow.Type.SIMPLE, 1, DeclineRule.ANY), OnTimeout.DENY);
    var workflows = List.of(denies, simple("money", 1));

    assertThat(Decider.decide(ballot(workflows, approve("ana", 10)), DEADLINE))
        .isEqualTo(new Expired(DEADLINE));
    assertThat(Decider.decide(ballot(workflows), DEADLINE)).isInstanceOf(Declined.class);
  }

  @Test
  void hasAtLeastOneWorkflow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ballot(List.of(), Map.of(), OPENED, DEADLINE, List.of(), null));
  }

  private static Outcome decide(Ballot ballot) {
    return Decider.decide(ballot, at(100));
  }
}
