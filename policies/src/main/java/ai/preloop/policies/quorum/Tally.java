package ai.preloop.policies.quorum;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.ApprovalWorkflow.OnTimeout;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** How far one workflow has come: its rounds, of which the ones before {@code open} are reached. */
final class Tally {

  private final ApprovalWorkflow workflow;
  private final List<Step> steps;
  private final List<Round> rounds;
  private final Instant deadline;
  private Instant since;
  private int open;

  Tally(ApprovalWorkflow workflow, Ballot ballot) {
    this.workflow = workflow;
    this.steps = Step.of(workflow);
    this.rounds =
        steps.stream().map(step -> new Round(step, workflow, ballot.electorate())).toList();
    this.deadline = ballot.deadline();
    this.since = ballot.openedAt();
  }

  void take(Vote vote) {
    if (isDone()) {
      return;
    }
    Round round = rounds.get(open);
    round.take(vote);
    if (round.isReached()) {
      open++;
      since = vote.castAt();
    }
  }

  boolean isDone() {
    return !rounds.isEmpty() && open == rounds.size();
  }

  boolean isLost() {
    return open < rounds.size() && rounds.get(open).isLost();
  }

  /** When it ends undecided; one that is done waits for the others until the deadline. */
  Instant end() {
    return open < steps.size() ? steps.get(open).end(since, deadline) : deadline;
  }

  /** Whether the end of the time, at {@code instant}, declines for this workflow. */
  boolean declinesAt(Instant instant) {
    return !isDone() && !end().isAfter(instant) && workflow.timing().onTimeout() == OnTimeout.DENY;
  }

  int received() {
    return rounds.stream().mapToInt(Round::received).sum();
  }

  int required() {
    return rounds.stream().mapToInt(Round::required).sum();
  }

  Stream<Voter> approvers() {
    return rounds.stream().flatMap(round -> round.approvers().stream());
  }
}
