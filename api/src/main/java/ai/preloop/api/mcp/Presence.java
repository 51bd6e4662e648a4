package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.Attendance;
import ai.preloop.activities.database.BestEffort;
import ai.preloop.workflows.approvals.ApprovalRef;

/** Whether one who waits is counted in the request's row; while there is no database, later. */
final class Presence {

  private final Attendance attendance;
  private final ApprovalRef ref;
  private boolean counted;
  private boolean ended;

  private Presence(Attendance attendance, ApprovalRef ref, boolean counted) {
    this.attendance = attendance;
    this.ref = ref;
    this.counted = counted;
  }

  /** A call was counted as it got its request; whoever comes back for one is yet to be. */
  static Presence of(HeldCall call, Attendance attendance) {
    return new Presence(attendance, call.ref(), !call.request().isResumed());
  }

  /** Counts in; when it is counted already, or counted out for good, nothing happens. */
  synchronized void begin() {
    if (!counted && !ended) {
      counted = BestEffort.did("A waiter of " + ref.workflowId(), () -> attendance.arrived(ref));
    }
  }

  /**
   * Counts out what was counted in, for good; whoever calls this finds it done, unless there is no
   * database: then the next who calls it tries again.
   */
  synchronized void end() {
    ended = true;
    counted =
        counted
            && !BestEffort.did(
                "The end of a waiter of " + ref.workflowId(), () -> attendance.left(ref));
  }
}
