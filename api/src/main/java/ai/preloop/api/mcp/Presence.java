package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.Attendance;
import ai.preloop.activities.database.BestEffort;
import ai.preloop.workflows.approvals.ApprovalRef;

/** Whether one who waits is counted in the request's row; while there is no database, later. */
final class Presence {

  private final Attendance attendance;
  private final ApprovalRef ref;
  private boolean counted;

  Presence(Attendance attendance, ApprovalRef ref) {
    this.attendance = attendance;
    this.ref = ref;
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
