package ai.preloop.policies.quorum;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the votes, the clock and a cancellation add up to; all but {@link Pending} are final. */
public sealed interface Outcome {

  /** Not decided yet; approvals are summed over all stages and workflows. */
  record Pending(int received, int required) implements Outcome {}

  /** Every workflow has its quorum since {@code at}. */
  record Approved(Instant at, List<Voter> by) implements Outcome {

    public Approved {
      by = List.copyOf(by);
    }
  }

  /** Refused by a voter, or by {@link Voter#SYSTEM} when the time was over. */
  record Declined(Instant at, Voter by, @Nullable String comment) implements Outcome {}

  /** Nobody decided in time. */
  record Expired(Instant at) implements Outcome {}

  /** Taken back before anybody decided. */
  record Cancelled(Instant at, String by, @Nullable String reason) implements Outcome {}
}
