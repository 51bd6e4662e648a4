package ai.preloop.policies.quorum;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.ApprovalWorkflow.DeclineRule;
import ai.preloop.policies.documents.ApprovalWorkflow.OnTimeout;
import ai.preloop.policies.documents.ApprovalWorkflow.People;
import ai.preloop.policies.documents.ApprovalWorkflow.Quorum;
import ai.preloop.policies.documents.ApprovalWorkflow.Retry;
import ai.preloop.policies.documents.ApprovalWorkflow.Stage;
import ai.preloop.policies.documents.ApprovalWorkflow.Timing;
import ai.preloop.policies.quorum.Vote.Choice;
import ai.preloop.policies.syntax.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ballots, workflows and votes, on a clock that starts at {@link #OPENED}. */
final class BallotFixtures {

  static final Instant OPENED = Instant.parse("2026-11-21T09:00:00Z");
  static final Instant DEADLINE = at(600);

  private BallotFixtures() {}

  static Instant at(int seconds) {
    return OPENED.plusSeconds(seconds);
  }

  static ApprovalWorkflow simple(String name, int required) {
    return workflow(
        name, quorum(ApprovalWorkflow.Type.SIMPLE, required, DeclineRule.ANY), OnTimeout.EXPIRE);
  }

  static Quorum quorum(ApprovalWorkflow.Type type, int required, DeclineRule rule) {
    return new Quorum(type, required, rule, false, List.of());
  }

  static Quorum stages(Stage... stages) {
    return new Quorum(
        ApprovalWorkflow.Type.MULTI_STAGE, 1, DeclineRule.ANY, false, List.of(stages));
  }

  static Quorum distinctTeams(int required, DeclineRule rule) {
    return new Quorum(ApprovalWorkflow.Type.SIMPLE, required, rule, true, List.of());
  }

  static Stage stage(int required, @Nullable Integer timeoutSeconds) {
    return new Stage("stage", required, List.of(), List.of(), timeoutSeconds);
  }

  static ApprovalWorkflow workflow(String name, Quorum quorum, OnTimeout onTimeout) {
    return workflow(name, quorum, onTimeout, List.of());
  }

  static ApprovalWorkflow workflow(
      String name, Quorum quorum, OnTimeout onTimeout, List<String> named) {
    return new ApprovalWorkflow(
        name,
        quorum,
        new Timing(600, 600, onTimeout, null),
        new People(named, List.of("platform", "security"), List.of(), List.of()),
        false,
        true,
        false,
        false,
        true,
        Retry.UNSET,
        null,
        Map.of(),
        new Position(1, 1));
  }

  /** Ana, Bo and Cy, all in the pool of every workflow. */
  static Ballot ballot(List<ApprovalWorkflow> workflows, Vote... votes) {
    Set<String> pools = workflows.stream().map(Pools::workflow).collect(Collectors.toSet());
    return new Ballot(
        workflows,
        Map.of("ana", pools, "bo", pools, "cy", pools),
        OPENED,
        DEADLINE,
        List.of(votes),
        null);
  }

  static Ballot ballot(ApprovalWorkflow workflow, Vote... votes) {
    return ballot(List.of(workflow), votes);
  }

  static Ballot cancelled(Ballot ballot, int seconds) {
    return new Ballot(
        ballot.workflows(),
        ballot.electorate(),
        ballot.openedAt(),
        ballot.deadline(),
        ballot.votes(),
        new Cancellation("agent", at(seconds), "changed my mind"));
  }

  static Ballot with(Ballot ballot, List<Vote> votes) {
    return new Ballot(
        ballot.workflows(),
        ballot.electorate(),
        ballot.openedAt(),
        ballot.deadline(),
        votes,
        ballot.cancellation());
  }

  static Ballot electorate(Ballot ballot, Map<String, Set<String>> electorate) {
    return new Ballot(
        ballot.workflows(),
        electorate,
        ballot.openedAt(),
        ballot.deadline(),
        ballot.votes(),
        ballot.cancellation());
  }

  static Vote approve(String voter, int seconds, String... pools) {
    return vote(voter, Choice.APPROVE, seconds, pools);
  }

  static Vote decline(String voter, int seconds, String... pools) {
    return vote(voter, Choice.DECLINE, seconds, pools);
  }

  /** Without pools the voter is in the one of the workflow {@code deploy}. */
  static Vote vote(String voter, Choice choice, int seconds, String... pools) {
    Set<String> eligibleFor =
        pools.length == 0 ? Set.of("workflow:deploy") : new LinkedHashSet<>(Arrays.asList(pools));
    byte[] name = (voter + choice + seconds).getBytes(StandardCharsets.UTF_8);
    String comment = voter + " says " + choice;
    return new Vote(
        UUID.nameUUIDFromBytes(name), person(voter), eligibleFor, choice, comment, at(seconds));
  }

  static Voter person(String id) {
    return new Voter(id, id.toUpperCase(Locale.ROOT));
  }
}
