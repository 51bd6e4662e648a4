package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.Attendance;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.upstream.Deadline;
import ai.preloop.activities.waiting.Waiter;
import ai.preloop.activities.waiting.Waiter.Sign;
import ai.preloop.activities.waiting.Waiters;
import ai.preloop.api.mcp.McpMethods.Context;
import ai.preloop.workflows.approvals.ApprovalStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Tasks of sessions that are calls which wait for a person. */
@Component
final class WaitingTasks {

  /** How long the end of what was taken back is waited for. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Tasks tasks;
  private final TaskWords words;
  private final Waiters waiters;
  private final Attendance attendance;

  WaitingTasks(Tasks tasks, TaskWords words, Waiters waiters, Attendance attendance) {
    this.tasks = tasks;
    this.words = words;
    this.waiters = waiters;
    this.attendance = attendance;
  }

  RpcAnswer get(Context context, Envelope message) {
    return state(context, message)
        .map(state -> RpcAnswer.result(message.id(), words.inSession(state)))
        .orElseGet(() -> Tasks.unknown(message));
  }

  /** As a list has it. */
  Optional<String> shown(Context context, String id) {
    return tasks
        .state(context.principal(), id)
        .map(state -> JsonMapper.shared().writeValueAsString(words.inSession(state)));
  }

  private Optional<Tasks.State> state(Context context, Envelope message) {
    return tasks.state(context.principal(), message.name());
  }

  /** Closes what is pending; what was decided cannot be taken back. */
  RpcAnswer cancel(Context context, Envelope message) {
    Optional<Tasks.State> found = state(context, message);
    if (found.isEmpty()) {
      return Tasks.unknown(message);
    }
    if (found.get().detail().row().status() != ApprovalStatus.PENDING) {
      return RpcAnswer.error(
          200,
          message.id(),
          RpcAnswer.INVALID_PARAMS,
          "A person has decided about this call, or it is over: it cannot be taken back.");
    }
    attendance.takeBack(found.get().detail().row().ref(), context.principal().name());
    return closed(context, message);
  }

  private RpcAnswer closed(Context context, Envelope message) {
    UUID id = UUID.fromString(Objects.requireNonNull(message.name()));
    Deadline deadline = Deadline.in(SOON);
    try (Waiter waiter = waiters.register(id)) {
      while (isPending(context, message) && !deadline.hasPassed() && waiter.sign() == Sign.NONE) {
        waiter.await(deadline.left());
      }
      waiter.end(Sign.LEFT);
    }
    return get(context, message);
  }

  private boolean isPending(Context context, Envelope message) {
    return state(context, message)
        .filter(state -> state.detail().row().status() == ApprovalStatus.PENDING)
        .isPresent();
  }
}
