package ai.preloop.activities.tools;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.Judgement;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.Place;
import ai.preloop.activities.policies.CallFacts;
import ai.preloop.activities.policies.Rules;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.redaction.Redaction;
import ai.preloop.policies.verdicts.Verdict;
import ai.preloop.policies.verdicts.Verdict.Allow;
import ai.preloop.policies.verdicts.Verdict.Cause;
import ai.preloop.policies.verdicts.Verdict.Deny;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the ledger and the metrics are told of calls. */
final class CallRecords {

  private static final Logger LOG = LoggerFactory.getLogger(CallRecords.class);

  private final Audit audit;
  private final MeterRegistry meters;
  private final boolean beforeCall;

  CallRecords(Audit audit, MeterRegistry meters, boolean beforeCall) {
    this.audit = audit;
    this.meters = meters;
    this.beforeCall = beforeCall;
  }

  /** The place of an allowed call's record; taken before anything is sent. */
  Place reserve(AuditRecord draft) {
    if (beforeCall) {
      audit.commitCall(draft.again().ended("sending", null));
    }
    return audit.reserve(draft);
  }

  /** The record of an allowed call, but for its end. */
  static AuditRecord allowed(Called called, Allow allow) {
    return record(called, "allow", Rules.of(allow));
  }

  AuditRecord ended(AuditRecord record, ToolCall call, Delivered answer) {
    String outcome = answer.outcome();
    count("allow", outcome, call);
    return record.ended(outcome, took(call));
  }

  /** Something else was said in place of making an allowed call. */
  void notMade(AuditRecord record, ToolCall call, String outcome) {
    count("allow", outcome, call);
    audit.note(record.ended(outcome, took(call)));
  }

  /** What no rule is about was passed on. */
  void passed(ToolCall call, String server, Delivered answer) {
    String outcome = answer.outcome();
    count("none", outcome, call);
    audit.note(unjudged(call, server, outcome));
  }

  /** Of a task of a tool's; how far it is may be asked every second, and is in no ledger. */
  void ofTask(ToolCall call, Tool tool, Delivered answer) {
    String outcome = answer.outcome();
    count("none", outcome, call);
    if (Actions.isNamed(call)) {
      audit.note(unjudged(call.named(tool.name()), tool.server().name(), outcome));
    }
  }

  void denied(Called called, Deny deny) {
    String outcome = deny.cause() == Cause.INTERNAL_ERROR ? "internal_error" : "refused";
    commit(called, "deny", Rules.of(deny), outcome);
  }

  /**
   * A request is open, and recorded as such in its own transaction: where this record cannot be
   * confirmed, the caller is still told of the request.
   */
  void asked(Called called, Verdict verdict) {
    try {
      commit(called, "ask", Rules.of(verdict), "pending_approval");
    } catch (ProblemException e) {
      LOG.warn("The record of a call that waits is not confirmed: {}", e.detail());
    }
  }

  /** Nobody could be asked; it gates nothing, and the caller hears of the failure itself. */
  void notOpened(Called called, Verdict verdict, String outcome) {
    count("ask", outcome, called);
    audit.note(record(called, "ask", Rules.of(verdict)).ended(outcome, took(called.call())));
  }

  /** Refused before any rule was asked, so there is nothing that another policy could say of it. */
  void refused(Called called, long version, String sentence) {
    count("deny", "refused", called);
    audit.commit(
        record(called, "deny", Rules.sentence(version, sentence))
            .in(null)
            .ended("refused", took(called.call())));
  }

  /** A budget has no room for a call that the policy allows; no other policy would let it go. */
  void stopped(AuditRecord draft, ToolCall call, String sentence) {
    count("deny", "refused", call);
    Integer version = draft.judgement().policyVersion();
    Judgement why = Rules.sentence(version == null ? 0 : version, sentence);
    audit.commit(
        draft
            .judged(new Judgement("deny", why.rule(), version))
            .in(null)
            .ended("refused", took(call)));
  }

  /** The policy asks, and this call is none that people are asked about. */
  void notAsked(Called called, long version, String sentence) {
    commit(called, "deny", Rules.sentence(version, sentence), AuditRecord.NOT_OPENED);
  }

  void unknownTool(ToolCall call) {
    count("none", "unknown_tool", call);
    audit.commit(unjudged(call, "", "unknown_tool"));
  }

  /** Of one call too many; it gates nothing, so it takes no place from what does. */
  void overLimit(ToolCall call, String server, String limit) {
    count("none", "over_limit", call);
    meters.counter("preloop.tool.over.limit", "limit", limit).increment();
    audit.note(unjudged(call, server, "over_limit"));
  }

  private static AuditRecord unjudged(ToolCall call, String server, String outcome) {
    return AuditRecord.of(
            call.principal().account(),
            call.principal().who(),
            new What(Actions.of(call), server, shortened(call.name()), null))
        .trail(call.trail())
        .ended(outcome, took(call));
  }

  private void commit(Called called, String verdict, Judgement judgement, String outcome) {
    count(verdict, outcome, called);
    audit.commit(record(called, verdict, judgement).ended(outcome, took(called.call())));
  }

  private static AuditRecord record(Called called, String verdict, Judgement judgement) {
    ToolCall call = called.call();
    return AuditRecord.of(
            call.principal().account(),
            call.principal().who(),
            new What(
                Actions.of(call),
                called.server(),
                called.tool(),
                Redaction.redact(called.arguments())))
        .at(called.judged().now())
        .in(CallFacts.of(called.judged()))
        .trail(call.trail())
        .judged(new Judgement(verdict, judgement.rule(), judgement.policyVersion()));
  }

  private void count(String verdict, String outcome, Called called) {
    count(verdict, outcome, called.call());
  }

  private void count(String verdict, String outcome, ToolCall call) {
    meters.timer("preloop.tool.calls", "verdict", verdict, "outcome", outcome).record(took(call));
  }

  private static Duration took(ToolCall call) {
    return Duration.ofNanos(System.nanoTime() - call.startedAt());
  }

  private static String shortened(String name) {
    return name.length() <= 128 ? name : name.substring(0, 128);
  }
}
