package ai.preloop.workflows.approvals;

import static io.temporal.workflow.Workflow.DEFAULT_VERSION;

import ai.preloop.workflows.approvals.ApprovalRows.Settlement;
import io.temporal.common.SearchAttributeKey;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowLock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The approval as it waits: every step is taken from the row, so it can begin again from nothing.
 */
public final class ApprovalWorkflowImpl implements ApprovalWorkflow {

  private static final SearchAttributeKey<String> STATUS =
      SearchAttributeKey.forKeyword("PreloopStatus");
  private static final Duration MARGIN = Duration.ofMillis(50);

  /** What the call's attempt saw may be older by now than what an update saw meanwhile. */
  private static final String LOOK_AFTER_CALL = "look-after-call";

  private static final Duration DOUBT_RECHECK = Duration.ofDays(1);

  private final ApprovalRef ref;
  private final WorkflowLock row = Workflow.newWorkflowLock();
  private final ApprovalRows rows =
      Workflow.newLocalActivityStub(ApprovalRows.class, ActivityPresets.QUICK);
  private @Nullable ApprovalState known;

  @WorkflowInit
  public ApprovalWorkflowImpl(ApprovalRef ref) {
    this.ref = ref;
  }

  @Override
  public ApprovalState run(ApprovalRef same) {
    requireOwnId();
    ApprovalState state = change(this::settle);
    if (state.awaitsDecision()) {
      Notices.ask(ref, state);
    }
    awaitDecision();
    runApprovedCall();
    Workflow.await(Workflow::isEveryHandlerFinished);
    ApprovalState end = showEnd();
    Notices.tellEnd(ref, end);
    return end;
  }

  @Override
  public DecideAnswer decide(UUID voteId) {
    row.lock();
    try {
      DecideAnswer answer = rows.settle(new Settlement(ref, voteId));
      known = answer.state();
      return answer;
    } finally {
      row.unlock();
    }
  }

  @Override
  public ApprovalState cancel() {
    return change(this::settle);
  }

  @Override
  public ApprovalState resolve() {
    return change(() -> rows.resolve(ref));
  }

  @Override
  public ApprovalState state() {
    return state(known);
  }

  private void awaitDecision() {
    while (state(known).awaitsDecision()) {
      ApprovalState waiting = state(known);
      Workflow.setCurrentDetails(
          "Waiting for %s until %s."
              .formatted(
                  String.join(", ", waiting.approvers()),
                  waiting.deadline().truncatedTo(ChronoUnit.SECONDS)));
      if (!Workflow.await(waiting.remaining().plus(MARGIN), () -> isOver(waiting))) {
        change(this::settle);
      }
    }
  }

  /** Decided, or to be waited for in another way than was begun. */
  private boolean isOver(ApprovalState waiting) {
    return !state(known).awaitsDecision() || !state(known).deadline().equals(waiting.deadline());
  }

  private void runApprovedCall() {
    while (state(known).awaitsExecution() || state(known).awaitsResolution()) {
      if (state(known).awaitsResolution()) {
        awaitResolution();
      } else {
        execute();
      }
    }
  }

  private void execute() {
    Workflow.setCurrentDetails("Approved; the call is being made.");
    ApprovedCalls calls =
        Workflow.newActivityStub(
            ApprovedCalls.class, ActivityPresets.call("run " + state(known).tool()));
    ApprovalState after = calls.execute(ref);
    boolean looksAgain = Workflow.getVersion(LOOK_AFTER_CALL, DEFAULT_VERSION, 1) == 1;
    change(looksAgain ? () -> rows.load(ref) : () -> after);
  }

  private void awaitResolution() {
    Workflow.setCurrentDetails(
        "The call may have been sent and its outcome is unknown; a person must resolve it.");
    Workflow.await(DOUBT_RECHECK, () -> !state(known).awaitsResolution());
    if (state(known).awaitsResolution()) {
      change(() -> rows.load(ref));
    }
  }

  /** A workflow under another's name would keep the row's own from being started. */
  private void requireOwnId() {
    if (!Workflow.getInfo().getWorkflowId().equals(ref.workflowId())) {
      throw ApplicationFailure.newNonRetryableFailure(
          "The workflow of this approval is " + ref.workflowId(), ApprovalRows.NO_SUCH_APPROVAL);
    }
  }

  private ApprovalState settle() {
    return rows.settle(new Settlement(ref, null)).state();
  }

  /** One look at the row at a time, so that an older answer never replaces a newer one. */
  private ApprovalState change(Supplier<ApprovalState> look) {
    row.lock();
    try {
      ApprovalState seen = look.get();
      known = seen;
      return seen;
    } finally {
      row.unlock();
    }
  }

  private ApprovalState showEnd() {
    ApprovalState end = state(known);
    Workflow.setCurrentDetails("Ended: " + end.word().replace('_', ' ') + ".");
    Workflow.upsertTypedSearchAttributes(STATUS.valueSet(end.word()));
    return end;
  }

  private ApprovalState state(@Nullable ApprovalState state) {
    if (state == null) {
      throw new IllegalStateException("The row has not been read yet");
    }
    return state;
  }
}
