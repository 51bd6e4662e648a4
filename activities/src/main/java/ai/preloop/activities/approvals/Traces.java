package ai.preloop.activities.approvals;

import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalState;
import ai.preloop.workflows.approvals.ApprovedCalls;
import ai.preloop.workflows.approvals.ExecutionStatus;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.common.converter.DataConverterException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Temporal knows of activities that were to make an approved call: a database that was
 * restored from an older backup does not know of them.
 */
final class Traces {

  private static final Set<EventType> ENDS =
      Set.of(
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED);

  private final WorkflowClient client;

  Traces(WorkflowClient client) {
    this.client = client;
  }

  /** One such activity, and what it saw in the row when it came to its end, if it did. */
  record Trace(String activity, @Nullable ApprovalState end) {

    /** Whether the call may have been sent by it in this round, or in one that came after. */
    boolean maySend(int round) {
      return end == null
          || (end.execution() != ExecutionStatus.NONE && end.roundOrFirst() >= round);
    }
  }

  /** Of the last workflow of an approval, if that is over; one that runs looks back itself. */
  List<Trace> ofEndedWorkflow(ApprovalRef ref) {
    List<HistoryEvent> events = events(ref.workflowId(), null);
    return !events.isEmpty() && ENDS.contains(events.getLast().getEventType())
        ? List.copyOf(read(events).values())
        : List.of();
  }

  /** Of the workflow of this activity, before it. */
  List<Trace> before(ActivityInfo activity) {
    String workflow = Objects.requireNonNull(activity.getWorkflowId());
    return read(events(workflow, activity.getWorkflowRunId())).values().stream()
        .filter(trace -> !trace.activity().equals(activity.getActivityId()))
        .toList();
  }

  private List<HistoryEvent> events(String workflow, @Nullable String run) {
    try {
      return (run == null ? client.fetchHistory(workflow) : client.fetchHistory(workflow, run))
          .getEvents();
    } catch (WorkflowNotFoundException e) {
      return List.of();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  /** By the event that scheduled each, in that order. */
  private Map<Long, Trace> read(List<HistoryEvent> events) {
    Map<Long, Trace> traces = new LinkedHashMap<>();
    for (HistoryEvent event : events) {
      var scheduled = event.getActivityTaskScheduledEventAttributes();
      if (scheduled.getActivityType().getName().equals(ApprovedCalls.EXECUTE)) {
        traces.put(event.getEventId(), new Trace(scheduled.getActivityId(), null));
      }
      var completed = event.getActivityTaskCompletedEventAttributes();
      traces.computeIfPresent(
          completed.getScheduledEventId(),
          (id, trace) -> new Trace(trace.activity(), state(completed.getResult())));
    }
    return traces;
  }

  private @Nullable ApprovalState state(Payloads result) {
    try {
      return client
          .getOptions()
          .getDataConverter()
          .fromPayloads(0, Optional.of(result), ApprovalState.class, ApprovalState.class);
    } catch (DataConverterException e) {
      return null;
    }
  }
}
