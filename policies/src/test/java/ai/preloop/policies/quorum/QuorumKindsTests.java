package ai.preloop.policies.quorum;

import static ai.preloop.policies.quorum.BallotFixtures.approve;
import static ai.preloop.policies.quorum.BallotFixtures.at;
import static ai.preloop.policies.quorum.BallotFixtures.ballot;
import static ai.preloop.policies.quorum.BallotFixtures.cancelled;
import static ai.preloop.policies.quorum.BallotFixtures.decline;
import static ai.preloop.policies.quorum.BallotFixtures.distinctTeams;
import static ai.preloop.policies.quorum.BallotFixtures.electorate;
import static ai.preloop.policies.quorum.BallotFixtures.person;
import static ai.preloop.policies.quorum.BallotFixtures.quorum;
import static ai.preloop.policies.quorum.BallotFixtures.stage;
import static ai.preloop.policies.quorum.BallotFixtures.stages;
import static ai.preloop.policies.quorum.BallotFixtures.workflow;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuorumKindsTests {

  private static final String FIRST = "stage:deploy/0";
  private static final String SECOND = "stage:deploy/1";
  private static final String PLATFORM = "team:platform";
  private static final String SECURITY = "team:security";
  private static final String DEPLOY = "workflow:deploy";

  private final ApprovalWorkflow staged =
      workflow("deploy", stages(stage(1, 60), stage(1, 120)), OnTimeout.EXPIRE);
  private final ApprovalWorkflow everybody =
      workflow(
          "deploy", quorum(ApprovalWorkflow.Type.CONSENSUS, 1, DeclineRule.ANY), OnTimeout.EXPIRE);

  @Test
  void asksTheStagesInOrder() {
    assertThat(decide(ballot(staged, approve("bo", 10, SECOND)))).isEqualTo(new Pending(0, 2));
    assertThat(decide(ballot(staged, approve("ana", 10, FIRST)))).isEqualTo(new Pending(1, 2));
    assertThat(decide(ballot(staged, approve("ana", 10, FIRST), approve("bo", 20, SECOND))))
        .isEqualTo(new Approved(at(20), List.of(person("ana"), person("bo"))));
  }

  @Test
  void doesNotCarryAVoteIntoTheNextStage() {
    assertThat(decide(ballot(staged, approve("ana", 10, FIRST, SECOND))))
        .isEqualTo(new Pending(1, 2));
  }

  @Test
  void listensOnlyToTheStageThatIsAsked() {
    assertThat(decide(ballot(staged, decline("bo", 10, SECOND)))).isEqualTo(new Pending(0, 2));
    assertThat(decide(ballot(staged, approve("ana", 10, FIRST), decline("bo", 20, SECOND))))
        .isInstanceOf(Declined.class);
  }

  @Test
  void givesEachStageItsOwnTime() {
    var late = ballot(staged, approve("ana", 60, FIRST));
    var slow = ballot(staged, approve("ana", 50, FIRST), approve("bo", 170, SECOND));
    var inTime = ballot(staged, approve("ana", 50, FIRST), approve("bo", 169, SECOND));

    assertThat(Decider.decide(late, at(60))).isEqualTo(new Expired(at(60)));
    assertThat(Decider.decide(slow, at(200))).isEqualTo(new Expired(at(170)));
    assertThat(Decider.decide(inTime, at(200))).isInstanceOf(Approved.class);
  }

  @Test
  void cancelsInALaterStage() {
    var ballot = ballot(staged, approve("ana", 50, FIRST));

    assertThat(Decider.decide(cancelled(ballot, 169), at(300))).isInstanceOf(Cancelled.class);
    assertThat(Decider.decide(cancelled(ballot, 170), at(300))).isEqualTo(new Expired(at(170)));
  }

  @Test
  void needsEverybodyForAConsensus() {
    var two = List.of(approve("ana", 10), approve("bo", 20));

    assertThat(decide(ballot(everybody, two.toArray(Vote[]::new)))).isEqualTo(new Pending(2, 3));
    assertThat(decide(ballot(everybody, two.getFirst(), two.getLast(), approve("cy", 30))))
        .isInstanceOf(Approved.class);
  }

  @Test
  void doesNotLetANewcomerStandInForSomebodyInAConsensus() {
    var votes = new Vote[] {approve("ana", 10), approve("bo", 20), approve("dee", 30)};

    assertThat(decide(ballot(everybody, votes))).isEqualTo(new Pending(2, 3));
  }

  @Test
  void missesWhoIsNamedInAConsensusAndCannotVoteAnyMore() {
    var four =
        workflow(
            "deploy",
            quorum(ApprovalWorkflow.Type.CONSENSUS, 1, DeclineRule.ANY),
            OnTimeout.EXPIRE,
            List.of("ana", "bo", "cy", "gone"));
    var votes = new Vote[] {approve("ana", 10), approve("bo", 20), approve("cy", 30)};

    assertThat(decide(ballot(four, votes))).isEqualTo(new Pending(3, 4));
  }

  @Test
  void neverReachesAConsensusOfNobody() {
    assertThat(decide(electorate(ballot(everybody, approve("ana", 10)), Map.of())))
        .isEqualTo(new Pending(0, 1));
  }

  @Test
  void breaksAConsensusWithOneDeclineUnderEitherRule() {
    var lenient =
        workflow(
            "deploy",
            quorum(ApprovalWorkflow.Type.CONSENSUS, 1, DeclineRule.UNREACHABLE),
            OnTimeout.EXPIRE);

    assertThat(decide(ballot(everybody, decline("ana", 10)))).isInstanceOf(Declined.class);
    assertThat(decide(ballot(lenient, decline("ana", 10)))).isInstanceOf(Declined.class);
  }

  @Test
  void countsOneVoteOfEachTeamWhenTeamsMustDiffer() {
    var workflow = workflow("deploy", distinctTeams(2, DeclineRule.ANY), OnTimeout.EXPIRE);
    var ana = approve("ana", 10, DEPLOY, PLATFORM);
    var bo = approve("bo", 20, DEPLOY, PLATFORM);
    var cy = approve("cy", 30, DEPLOY, SECURITY);

    assertThat(decide(ballot(workflow, ana, bo))).isEqualTo(new Pending(1, 2));
    assertThat(decide(ballot(workflow, ana, bo, cy))).isInstanceOf(Approved.class);
  }

  @Test
  void letsWhoIsInTwoTeamsSpeakForTheOneThatIsMissing() {
    var workflow = workflow("deploy", distinctTeams(2, DeclineRule.ANY), OnTimeout.EXPIRE);
    var both = approve("ana", 10, DEPLOY, PLATFORM, SECURITY);

    assertThat(decide(ballot(workflow, both, approve("bo", 20, DEPLOY, PLATFORM))))
        .isInstanceOf(Approved.class);
    assertThat(decide(ballot(workflow, both, approve("bo", 20, DEPLOY, SECURITY))))
        .isInstanceOf(Approved.class);
  }

  @Test
  void doesNotTakeATeamThatWasNotAskedForAGroup() {
    var workflow = workflow("deploy", distinctTeams(2, DeclineRule.ANY), OnTimeout.EXPIRE);
    var ana = approve("ana", 10, DEPLOY, PLATFORM, "team:chess");
    var bo = approve("bo", 20, DEPLOY, PLATFORM, "team:chess");

    assertThat(decide(ballot(workflow, ana, bo))).isEqualTo(new Pending(1, 2));
  }

  @Test
  void closesWhenTheTeamsThatAreLeftCannotMakeTheQuorum() {
    var workflow = workflow("deploy", distinctTeams(2, DeclineRule.UNREACHABLE), OnTimeout.EXPIRE);
    Map<String, Set<String>> electorate =
        Map.of(
            "ana", Set.of(DEPLOY, PLATFORM),
            "bo", Set.of(DEPLOY, PLATFORM),
            "cy", Set.of(DEPLOY, SECURITY));
    var oneOfTwo = ballot(workflow, decline("ana", 10, DEPLOY, PLATFORM));
    var theOnlyOne = ballot(workflow, decline("cy", 10, DEPLOY, SECURITY));

    assertThat(decide(electorate(oneOfTwo, electorate))).isEqualTo(new Pending(0, 2));
    assertThat(decide(electorate(theOnlyOne, electorate))).isInstanceOf(Declined.class);
  }

  private static Outcome decide(Ballot ballot) {
    return Decider.decide(ballot, at(40));
  }
}
