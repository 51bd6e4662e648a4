package ai.preloop.workflows.approvals;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a vote. When it was not accepted, {@code refusal} says why, and {@code by} and
 * {@code at} who closed the request and when.
 */
public record DecideAnswer(
    boolean accepted,
    @Nullable Refusal refusal,
    @Nullable String by,
    @Nullable Instant at,
    ApprovalState state) {

  /** Why a vote did not count. */
  public enum Refusal {
    CLOSED,
    TOO_LATE,
    NO_SUCH_VOTE
  }
}
