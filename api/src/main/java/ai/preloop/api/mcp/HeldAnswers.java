package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.ApprovalDetail;
import ai.preloop.activities.approvals.ApprovalReading;
import ai.preloop.activities.approvals.Attendance;
import ai.preloop.activities.database.BestEffort;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Principals;
import ai.preloop.activities.tools.ToolAnswer.Pending;
import ai.preloop.activities.waiting.Waiters;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalRef;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What a held call is answered: the tool's own result where there is one. */
@Component
final class HeldAnswers {

  private final ApprovalReading approvals;
  private final Principals principals;
  private final ToolResults results;
  private final Attendance attendance;
  private final Waiters waiters;
  private final Endings endings;

  HeldAnswers(
      ApprovalReading approvals,
      Principals principals,
      ToolResults results,
      Attendance attendance,
      Waiters waiters) {
    this.approvals = approvals;
    this.principals = principals;
    this.results = results;
    this.attendance = attendance;
    this.waiters = waiters;
    this.endings = new Endings(results);
  }

  /**
   * Looks at the row; empty as long as there is nothing to tell. A result that finds no room is
   * looked at again, by whoever is held for it, until it is its turn.
   */
  Optional<Told> look(Principal who, Pending pending) {
    if (principals.inStanding(who).isEmpty()) {
      return Optional.of(
          problem(
              new ProblemException(
                  ProblemType.UNAUTHENTICATED,
                  "The credential of this call is not valid any more.")));
    }
    UUID approval = pending.approval().ref().approvalId();
    ApprovalDetail detail = approvals.withResult(approvals.outlineOf(who.account(), approval));
    if (detail.isLeftOut()) {
      waiters.lookAgain(approval);
    }
    return endings.of(detail, pending.hasOutputSchema());
  }

  /** What was written to the client is delivered, when nothing more will ever be known. */
  void told(Pending pending, Told told) {
    if (told.isWhole()) {
      ApprovalRef ref = pending.approval().ref();
      BestEffort.did("The end of " + ref.workflowId(), () -> attendance.delivered(ref));
    }
  }

  /** What cannot be told of; the request itself goes on. */
  Told problem(ProblemException problem) {
    return results.told(problem, false);
  }

  /** What tells the agent to poll, when the client would not wait any longer. */
  Told pending(HeldCall call) {
    ApprovalRef ref = call.ref();
    BestEffort.did("A poller of " + ref.workflowId(), () -> attendance.polled(ref));
    return results.pending(call.pending());
  }

  /** The same, for a call that is not held; from now on somebody polls, which is noted first. */
  Told pending(Pending pending) {
    pollsInstead(pending);
    return results.pending(pending);
  }

  /** One who was counted out waits again. */
  void comesBack(Pending pending) {
    ApprovalRef ref = pending.approval().ref();
    BestEffort.did("A waiter of " + ref.workflowId(), () -> attendance.arrived(ref));
  }

  Presence presence(HeldCall call) {
    return Presence.of(call, attendance);
  }

  void pollsInstead(Pending pending) {
    ApprovalRef ref = pending.approval().ref();
    BestEffort.did("A poller of " + ref.workflowId(), () -> attendance.pollsInstead(ref));
  }
}
