package ai.preloop.activities.tools;

import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.approvals.ApprovalRow.Caller;
import ai.preloop.activities.approvals.ApprovalRow.Grounds;
import ai.preloop.activities.approvals.ApprovalRow.Target;
import ai.preloop.activities.approvals.Approvals;
import ai.preloop.activities.approvals.Approvals.Asked;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.Rules;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.tools.ToolCalls.Request;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.ApprovalWorkflow.Retry;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.verdicts.Verdict;
import ai.preloop.policies.verdicts.Verdict.Ask;
import java.util.HexFormat;
import java.util.List;

/** Turns an ask into an approval request, with all that must be the same when it is executed. */
final class AskedCalls {

  private final Approvals approvals;

  private final CallRecords records;

  AskedCalls(Approvals approvals, CallRecords records) {
    this.approvals = approvals;
    this.records = records;
  }

  ToolAnswer open(Request request, Called called, Ask ask) {
    ToolAnswer answer = open(called, ask, asked(request, ask));
    return answer instanceof ToolAnswer.Pending(ApprovalRow row, boolean _)
        ? new ToolAnswer.Pending(row, hasOutputSchema(request.offer()))
        : answer;
  }

  /** One record for one call, of what came of the opening. */
  ToolAnswer open(Called called, Verdict verdict, Asked asked) {
    ToolAnswer answer;
    try {
      answer = open(asked);
    } catch (RuntimeException e) {
      throw recorded(called, verdict, e);
    }
    if (answer instanceof ToolAnswer.Failed(var _, String sentence, boolean _)) {
      records.notAsked(called, verdict.basis().policyVersion(), sentence);
    } else {
      records.asked(called, verdict);
    }
    return answer;
  }

  /** The caller hears of what went wrong first, whatever becomes of its record. */
  private RuntimeException recorded(Called called, Verdict verdict, RuntimeException failure) {
    try {
      records.notOpened(
          called,
          verdict,
          Approvals.isUncertain(failure) ? "opening_unknown" : AuditRecord.NOT_OPENED);
    } catch (ProblemException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private ToolAnswer open(Asked asked) {
    try {
      return new ToolAnswer.Pending(approvals.open(asked), false);
    } catch (ProblemException e) {
      if (e.type() == ProblemType.RATE_LIMITED || e.type() == ProblemType.CONFLICT) {
        return new ToolAnswer.Failed(e.type(), e.detail(), false);
      }
      throw e;
    }
  }

  private static Asked asked(Request request, Ask ask) {
    return new Asked(
        request.call().principal().account(),
        caller(request.call()),
        target(request.offer(), ask.workflows()),
        request.arguments(),
        request.justification(),
        ask.workflows(),
        grounds(ask));
  }

  static Grounds grounds(Verdict verdict) {
    return new Grounds(Math.toIntExact(verdict.basis().policyVersion()), Rules.json(verdict));
  }

  static Caller caller(ToolCall call) {
    Principal principal = call.principal();
    return new Caller(
        principal.kind().word(),
        principal.id(),
        principal.name(),
        principal.user().value(),
        call.sessionId(),
        call.envelope().meta().clientCallId(),
        call.correlation(),
        call.earlier(),
        principal.token(),
        principal.tokenLabels());
  }

  static boolean hasOutputSchema(Offer offer) {
    return offer instanceof Tool tool && tool.definition().hasOutputSchema();
  }

  static Target target(Offer offer, List<ApprovalWorkflow> workflows) {
    return new Target(
        offer.server().id(),
        offer.server().name(),
        offer.server().address().url().toString(),
        offer.method(),
        offer.name(),
        HexFormat.of().parseHex(offer.sha256()),
        repeatable(offer, workflows));
  }

  /** Declared safe by every workflow, or known to be from a server that is trusted. */
  private static boolean repeatable(Offer offer, List<ApprovalWorkflow> workflows) {
    if (workflows.stream().anyMatch(w -> w.retry() == Retry.NEVER)) {
      return false;
    }
    return workflows.stream().allMatch(w -> w.retry() == Retry.SAFE) || offer.isRepeatable();
  }
}
