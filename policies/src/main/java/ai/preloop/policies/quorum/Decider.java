package ai.preloop.policies.quorum;

import ai.preloop.policies.quorum.Outcome.Approved;
import ai.preloop.policies.quorum.Outcome.Cancelled;
import ai.preloop.policies.quorum.Outcome.Declined;
import ai.preloop.policies.quorum.Outcome.Expired;
import ai.preloop.policies.quorum.Outcome.Pending;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides an approval request. Things happen in the order of their instants, and the first that
 * closes the request decides it; looked at later, or with more votes, it is still decided so. The
 * clock only ever ends a request that nobody decided: time never approves.
 */
public final class Decider {

  private final Ballot ballot;
  private final List<Tally> tallies;

  private Decider(Ballot ballot) {
    this.ballot = ballot;
    this.tallies = ballot.workflows().stream().map(w -> new Tally(w, ballot)).toList();
  }

  /** The outcome as seen at {@code now}. A vote counts when it was cast before the deadline. */
  public static Outcome decide(Ballot ballot, Instant now) {
    return new Decider(ballot).outcome(now);
  }

  private Outcome outcome(Instant now) {
    for (Vote vote : inOrder()) {
      if (!vote.castAt().isBefore(end()) || cameAfterCancelling(vote)) {
        break;
      }
      Optional<Outcome> closed = afterTaking(vote);
      if (closed.isPresent()) {
        return closed.get();
      }
    }
    return undecided(now);
  }

  private List<Vote> inOrder() {
    return ballot.votes().stream().sorted(Comparator.comparing(Vote::castAt)).toList();
  }

  private Optional<Outcome> afterTaking(Vote vote) {
    tallies.forEach(tally -> tally.take(vote));
    if (tallies.stream().anyMatch(Tally::isLost)) {
      return Optional.of(new Declined(vote.castAt(), vote.voter(), vote.comment()));
    }
    if (tallies.stream().allMatch(Tally::isDone)) {
      return Optional.of(
          new Approved(
              vote.castAt(), tallies.stream().flatMap(Tally::approvers).distinct().toList()));
    }
    return Optional.empty();
  }

  /** At the same instant the cancellation wins: in doubt nothing runs. */
  private boolean cameAfterCancelling(Vote vote) {
    Cancellation cancellation = ballot.cancellation();
    return cancellation != null && !vote.castAt().isBefore(cancellation.at());
  }

  private Outcome undecided(Instant now) {
    Instant end = end();
    Cancellation cancellation = ballot.cancellation();
    if (cancellation != null && cancellation.at().isBefore(end)) {
      return new Cancelled(cancellation.at(), cancellation.by(), cancellation.reason());
    }
    if (now.isBefore(end)) {
      return new Pending(
          tallies.stream().mapToInt(Tally::received).sum(),
          tallies.stream().mapToInt(Tally::required).sum());
    }
    return tallies.stream().anyMatch(tally -> tally.declinesAt(end))
        ? new Declined(end, Voter.SYSTEM, "Nobody decided in time")
        : new Expired(end);
  }

  private Instant end() {
    return tallies.stream().map(Tally::end).min(Comparator.naturalOrder()).orElseThrow();
  }
}
