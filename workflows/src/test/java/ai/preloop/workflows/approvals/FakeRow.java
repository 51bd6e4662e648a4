package ai.preloop.workflows.approvals;

import ai.preloop.workflows.approvals.DecideAnswer.Refusal;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A row in memory, settled by the test server's clock: what the edges wrote is what a test sets.
 */
final class FakeRow implements ApprovalRows {

  private final Set<UUID> votes = new HashSet<>();
  private final Set<UUID> inTime = new HashSet<>();
  private final Instant deadline;
  private final LongSupplier clock;
  private ApprovalStatus status = ApprovalStatus.PENDING;
  private ApprovalStatus wanted = ApprovalStatus.PENDING;
  private ExecutionStatus execution = ExecutionStatus.NONE;
  private @Nullable ExecutionStatus resolution;
  private int failures;

  FakeRow(Duration life, LongSupplier clock) {
    this.clock = clock;
    this.deadline = Instant.ofEpochMilli(clock.getAsLong()).plus(life);
  }

  /** Somebody votes, and the vote decides. */
  synchronized UUID vote(ApprovalStatus outcome) {
    UUID vote = UUID.randomUUID();
    votes.add(vote);
    wanted = outcome;
    return vote;
  }

  synchronized void want(ApprovalStatus outcome) {
    wanted = outcome;
  }

  /** A person resolves an unknown outcome; NONE sends again. */
  synchronized void resolveAs(ExecutionStatus to) {
    resolution = to;
  }

  synchronized ApprovalState executed(ExecutionStatus to) {
    execution = to;
    return state();
  }

  /** The database is away for so many looks and changes. */
  synchronized void failNext(int times) {
    failures = times;
  }

  private void requireDatabase() {
    if (failures > 0) {
      failures--;
      throw ApplicationFailure.newFailure("The database is away", "database");
    }
  }

  @Override
  public synchronized ApprovalState load(ApprovalRef ref) {
    requireDatabase();
    return state();
  }

  @Override
  public synchronized DecideAnswer settle(Settlement settlement) {
    requireDatabase();
    boolean open = status == ApprovalStatus.PENDING;
    if (open) {
      status = remaining().isZero() ? ApprovalStatus.EXPIRED : wanted;
      inTime.addAll(votes);
    }
    UUID vote = settlement.voteId();
    if (vote == null || !votes.contains(vote)) {
      return new DecideAnswer(false, Refusal.NO_SUCH_VOTE, null, null, state());
    }
    return inTime.contains(vote)
        ? new DecideAnswer(true, null, null, null, state())
        : new DecideAnswer(false, Refusal.CLOSED, "ana", deadline, state());
  }

  @Override
  public synchronized ApprovalState resolve(ApprovalRef ref) {
    requireDatabase();
    if (resolution != null) {
      execution = resolution;
      resolution = null;
    }
    return state();
  }

  private Duration remaining() {
    Duration left = Duration.between(Instant.ofEpochMilli(clock.getAsLong()), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private ApprovalState state() {
    return new ApprovalState(
        status,
        execution,
        "shop.refund",
        deadline,
        remaining(),
        List.of("ana"),
        List.of("mail"),
        ApprovalState.Kind.CALL,
        1,
        List.of("terminal"));
  }
}
