package ai.preloop.activities.modelrules;

import ai.preloop.activities.approvals.Attendance;
import ai.preloop.activities.approvals.Passes;
import ai.preloop.activities.approvals.Passes.Answer;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Principals;
import ai.preloop.activities.waiting.Waiters;
import ai.preloop.workflows.approvals.ApprovalRef;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** What calls of models that wait for people look at, once more before one of them goes on. */
final class HeldModelCalls {

  private static final Logger LOG = LoggerFactory.getLogger(HeldModelCalls.class);

  private final Waiters waiters;
  private final Passes passes;
  private final Attendance attendance;
  private final Principals principals;
  private final ModelPolicies policies;

  HeldModelCalls(
      Waiters waiters,
      Passes passes,
      Attendance attendance,
      Principals principals,
      ModelPolicies policies) {
    this.waiters = waiters;
    this.passes = passes;
    this.attendance = attendance;
    this.principals = principals;
    this.policies = policies;
  }

  /** One that is counted as waiting already. */
  HeldModelCall of(ApprovalRef ref, Principal caller, ModelQuestion question) {
    return new HeldModelCall(
        this, ref, waiters.register(ref.approvalId()), () -> answer(ref, caller, question));
  }

  /** A database that is away is no answer; the waiters' own look wakes the call again. */
  private Answer answer(ApprovalRef ref, Principal caller, ModelQuestion question) {
    String objection = objection(caller, question).orElse(null);
    try {
      Answer answer = passes.take(ref, objection);
      if (objection != null && answer.equals(new Answer.Refused(objection))) {
        policies.objected(caller, question, objection);
      }
      return answer;
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("{} cannot be looked at: {}", ref.workflowId(), e.getMessage());
      waiters.lookAgain(ref.approvalId());
      return new Answer.Waiting();
    }
  }

  /** The key may have ended, and the policy may be another one, since the call began to wait. */
  private Optional<String> objection(Principal caller, ModelQuestion question) {
    return principals
        .inStanding(caller)
        .map(now -> policies.objection(now, question))
        .orElseGet(() -> Optional.of("The credential of this call ended while it waited."));
  }

  void left(ApprovalRef ref) {
    attendance.left(ref);
  }
}
