package ai.preloop.policies.quorum;

import static ai.preloop.policies.quorum.BallotFixtures.DEADLINE;
import static ai.preloop.policies.quorum.BallotFixtures.OPENED;
import static ai.preloop.policies.quorum.BallotFixtures.at;
import static ai.preloop.policies.quorum.BallotFixtures.stage;
import static ai.preloop.policies.quorum.BallotFixtures.vote;
import static ai.preloop.policies.quorum.BallotFixtures.with;
import static ai.preloop.policies.quorum.BallotFixtures.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.ApprovalWorkflow.DeclineRule;
import ai.preloop.policies.documents.ApprovalWorkflow.OnTimeout;
import ai.preloop.policies.documents.ApprovalWorkflow.Quorum;
import ai.preloop.policies.quorum.Outcome.Approved;
import ai.preloop.policies.quorum.Outcome.Cancelled;
import ai.preloop.policies.quorum.Outcome.Declined;
import ai.preloop.policies.quorum.Outcome.Expired;
import ai.preloop.policies.quorum.Outcome.Pending;
import ai.preloop.policies.quorum.Vote.Choice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every ballot, tried on thousands that are generated from fixed seeds. */
class DeciderPropertiesTests {

  private static final int CASES = 4_000;
  private static final List<String> PEOPLE = List.of("ana", "bo", "cy", "dee", "eve");

  @Test
  void givesTheSameOutcomeForTheSameBallot() {
    forEachBallot((ballot, random) -> {
      Instant now = at(random.nextInt(900));
      assertThat(Decider.decide(ballot, now)).isEqualTo(Decider.decide(ballot, now));
    });
  }

  @Test
  void neverChangesAnOutcomeAsTimeGoesOn() {
    forEachBallot((ballot, random) -> {
      Instant now = at(random.nextInt(900));
      Outcome outcome = Decider.decide(ballot, now);
      if (!(outcome instanceof Pending)) {
        assertThat(Decider.decide(ballot, now.plusSeconds(random.nextInt(900)))).isEqualTo(outcome);
      }
    });
  }

  @Test
  void isNotMovedByVotesThatCameAfterItWasClosed() {
    forEachBallot((ballot, random) -> {
      Outcome outcome = Decider.decide(ballot, at(900));
      int second = (int) instantOf(outcome).minusSeconds(OPENED.getEpochSecond()).getEpochSecond();
      Vote late = randomVote(random, second + 1 + random.nextInt(900));
      assertThat(Decider.decide(adding(ballot, late), at(2_000))).isEqualTo(outcome);
    });
  }

  @Test
  void isNotMovedByVotesAtOrAfterTheDeadline() {
    forEachBallot((ballot, random) -> {
      Instant now = at(random.nextInt(900));
      Vote late = randomVote(random, 600 + random.nextInt(300));
      assertThat(Decider.decide(adding(ballot, late), now)).isEqualTo(Decider.decide(ballot, now));
    });
  }

  @Test
  void neverApprovesByTimeAlone() {
    forEachBallot((ballot, random) -> {
      if (Decider.decide(ballot, OPENED) instanceof Pending) {
        assertThat(Decider.decide(ballot, at(900)))
            .isNotInstanceOf(Approved.class)
            .isNotInstanceOf(Pending.class);
      }
    });
  }

  @Test
  void neverApprovesWithoutAnApprovalOfSomebodyEligible() {
    forEachBallot((ballot, random) -> {
      if (Decider.decide(ballot, at(900)) instanceof Approved approved) {
        Set<String> approvers = new HashSet<>();
        ballot.votes().stream()
            .filter(vote -> vote.choice() == Choice.APPROVE && !vote.eligibleFor().isEmpty())
            .filter(vote -> !vote.castAt().isAfter(approved.at()))
            .forEach(vote -> approvers.add(vote.voter().id()));
        assertThat(approved.by()).isNotEmpty().extracting(Voter::id).isSubsetOf(approvers);
      }
    });
  }

  @Test
  void neverApprovesMoreForADecline() {
    forEachBallot((ballot, random) -> {
      Vote decline =
          vote(
              "zoe", Choice.DECLINE, random.nextInt(600), somePools(random).toArray(String[]::new));
      if (!(Decider.decide(ballot, at(900)) instanceof Approved)) {
        assertThat(Decider.decide(adding(ballot, decline), at(900)))
            .isNotInstanceOf(Approved.class);
      }
    });
  }

  @Test
  void makesEveryKindOfOutcome() {
    Set<Class<?>> kinds = new HashSet<>();
    forEachBallot((ballot, random) -> {
      kinds.add(Decider.decide(ballot, at(random.nextInt(900))).getClass());
    });
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            Pending.class, Approved.class, Declined.class, Expired.class, Cancelled.class);
  }

  private static void forEachBallot(BiConsumer<Ballot, Random> property) {
    for (int seed = 0; seed < CASES; seed++) {
      var random = new Random(seed);
      property.accept(randomBallot(random), random);
    }
  }

  private static Ballot randomBallot(Random random) {
    List<ApprovalWorkflow> workflows =
        IntStream.rangeClosed(0, random.nextInt(2))
            .mapToObj(
                i -> workflow("w" + i, randomQuorum(random), pick(random, OnTimeout.values())))
            .toList();
    Map<String, Set<String>> electorate = new HashMap<>();
    PEOPLE.forEach(person -> electorate.put(person, somePools(random)));
    List<Vote> votes =
        IntStream.range(0, random.nextInt(12))
            .mapToObj(i -> randomVote(random, random.nextInt(650)))
            .toList();
    Cancellation cancellation =
        random.nextInt(4) == 0 ? new Cancellation("agent", at(random.nextInt(650)), null) : null;
    return new Ballot(workflows, electorate, OPENED, DEADLINE, votes, cancellation);
  }

  private static Quorum randomQuorum(Random random) {
    return new Quorum(
        pick(random, ApprovalWorkflow.Type.values()),
        1 + random.nextInt(3),
        pick(random, DeclineRule.values()),
        random.nextBoolean(),
        List.of(stage(1, null), stage(1 + random.nextInt(2), 300)));
  }

  private static Vote randomVote(Random random, int second) {
    Choice choice = random.nextInt(4) == 0 ? Choice.DECLINE : Choice.APPROVE;
    String[] pools = somePools(random).toArray(String[]::new);
    return vote(PEOPLE.get(random.nextInt(PEOPLE.size())), choice, second, pools);
  }

  private static Set<String> somePools(Random random) {
    Set<String> pools = new HashSet<>(Set.of("workflow:w0"));
    Stream.of("workflow:w1", "stage:w0/0", "stage:w0/1", "stage:w1/0", "stage:w1/1")
        .filter(pool -> random.nextInt(3) > 0)
        .forEach(pools::add);
    Stream.of("team:platform", "team:security")
        .filter(team -> random.nextBoolean())
        .forEach(pools::add);
    return pools;
  }

  private static <T> T pick(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  private static Ballot adding(Ballot ballot, Vote vote) {
    var votes = new ArrayList<>(ballot.votes());
    votes.add(vote);
    return with(ballot, votes);
  }

  private static Instant instantOf(Outcome outcome) {
    return switch (outcome) {
      case Pending _ -> throw new AssertionError("not decided at the end");
      case Approved approved -> approved.at();
      case Declined declined -> declined.at();
      case Expired expired -> expired.at();
      case Cancelled cancelled -> cancelled.at();
    };
  }
}
