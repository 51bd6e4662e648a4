package ai.preloop.workflows.approvals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a workflow needs to know of its row. {@code remaining} is the time to the deadline by the
 * database's clock; {@code tool} is {@code server.tool}; {@code round} counts the times that the
 * call may be sent, and a state that does not say it is of the first; {@code channels} are told by
 * an activity each, {@code near} within the workflow's own task, because they are this process;
 * nothing here is an argument or a comment.
 */
public record ApprovalState(
    ApprovalStatus status,
    ExecutionStatus execution,
    String tool,
    Instant deadline,
    Duration remaining,
    List<String> approvers,
    List<String> channels,
    @Nullable Kind kind,
    @Nullable Integer round,
    @Nullable List<String> near) {

  public ApprovalState {
    approvers = List.copyOf(approvers);
    channels = List.copyOf(channels);
    near = near == null ? null : List.copyOf(near);
  }

  /** What is asked about; a state that does not say it is that of a call. */
  public enum Kind {
    CALL,
    QUESTION
  }

  public boolean awaitsDecision() {
    return status == ApprovalStatus.PENDING;
  }

  /** None in a state of before there were any. */
  public List<String> nearOrNone() {
    return near == null ? List.of() : near;
  }

  public int roundOrFirst() {
    return round == null ? 1 : round;
  }

  /** Approved, and not yet known how it ended. */
  public boolean awaitsExecution() {
    return status == ApprovalStatus.APPROVED
        && kind != Kind.QUESTION
        && (execution == ExecutionStatus.NONE || execution == ExecutionStatus.EXECUTING);
  }

  public boolean awaitsResolution() {
    return status == ApprovalStatus.APPROVED && execution == ExecutionStatus.OUTCOME_UNKNOWN;
  }

  /** The one word for the search attribute: the execution's once there is one. */
  public String word() {
    return execution == ExecutionStatus.NONE ? status.column() : execution.column();
  }
}
