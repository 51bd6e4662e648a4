package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.Attendance;
import ai.preloop.workflows.approvals.ApprovalRef;

/** Whether one who waits is counted in the request's row; while there is no database, later. */
final class Presence {

  private final Attendance attendance;
  private final ApprovalRef ref;
  private boolean counted;

  private Presence(Attendance attendance, ApprovalRef ref, boolean counted) {
    this.attendance = attendance;
    this.ref = ref;
    this.counted = counted;
  }

  /** A call was counted as it got its request; whoever comes back for one is yet to be. */
  static Presence of(HeldCall call, Attendance attendance) {
    return new Presence(attendance, call.ref(), !call.request().isResumed());
  }

  /** Counts in; when it is counted already nothing happens. */
  synchronized void begin() {
    counted =
        counted || BestEffort.did("A waiter of " + ref.workflowId(), () -> attendance.arrived(ref));
  }

  /** Counts out what was counted in, once; whoever calls this finds it done. */
  synchronized void end() {
    if (counted) {
      counted = false;
      BestEffort.did("The end of a waiter of " + ref.workflowId(), () -> attendance.left(ref));
    }
  }
}
