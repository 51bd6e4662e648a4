package ai.preloop.activities.tools;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.Judgement;
import ai.preloop.activities.audit.AuditRecord.Trail;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.Place;
import ai.preloop.activities.mcp.UpstreamAnswer;
import ai.preloop.activities.tools.ToolCalls.Request;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.redaction.Redaction;
import ai.preloop.policies.verdicts.Verdict.Allow;
import ai.preloop.policies.verdicts.Verdict.Ask;
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
  Place reserve(Request request, Allow allow) {
    if (beforeCall) {
      audit.commitCall(record(request, "allow", Rules.of(allow)).ended("sending", null));
    }
    return audit.reserve();
  }

  /** The record of an allowed call, but for its end. */
  static AuditRecord allowed(Request request, Allow allow) {
    return record(request, "allow", Rules.of(allow));
  }

  AuditRecord ended(AuditRecord record, Request request, UpstreamAnswer answer) {
    String outcome = outcome(answer);
    count("allow", outcome, request);
    return record.ended(outcome, took(request.call()));
  }

  void denied(Request request, Deny deny) {
    commit(request, "deny", Rules.of(deny), "refused");
  }

  /**
   * A request is open, and recorded as such in its own transaction: where this record cannot be
   * confirmed, the caller is still told of the request.
   */
  void asked(Request request, Ask ask) {
    try {
      commit(request, "ask", Rules.of(ask), "pending_approval");
    } catch (ProblemException e) {
      LOG.warn("The record of a call that waits is not confirmed: {}", e.detail());
    }
  }

  /** Nobody could be asked; it gates nothing, and the caller hears of the failure itself. */
  void notOpened(Request request, Ask ask) {
    count("ask", "not_opened", request);
    try (Place place = audit.reserve()) {
      place.fill(record(request, "ask", Rules.of(ask)).ended("not_opened", took(request.call())));
    }
  }

  /** Refused before any rule was asked. */
  void refused(Request request, long version, String sentence) {
    commit(request, "deny", Rules.sentence(version, sentence), "refused");
  }

  void unknownTool(ToolCall call) {
    count("none", "unknown_tool", call);
    audit.commit(unjudged(call, "", "unknown_tool"));
  }

  /** Of one call too many; it gates nothing, so it takes no place from what does. */
  void overLimit(ToolCall call, String server, String limit) {
    count("none", "over_limit", call);
    meters.counter("preloop.tool.over.limit", "limit", limit).increment();
    try (Place place = audit.reserve()) {
      place.fill(unjudged(call, server, "over_limit"));
    }
  }

  private static AuditRecord unjudged(ToolCall call, String server, String outcome) {
    return AuditRecord.of(
            call.principal().account(),
            call.principal().who(),
            What.toolCall(server, shortened(call.name()), null))
        .trail(Trail.of(call.correlation(), call.sessionId()))
        .ended(outcome, took(call));
  }

  private void commit(Request request, String verdict, Judgement judgement, String outcome) {
    count(verdict, outcome, request);
    audit.commit(record(request, verdict, judgement).ended(outcome, took(request.call())));
  }

  private static AuditRecord record(Request request, String verdict, Judgement judgement) {
    ToolCall call = request.call();
    return AuditRecord.of(
            call.principal().account(),
            call.principal().who(),
            What.toolCall(
                request.tool().server().name(),
                request.tool().name(),
                Redaction.redact(request.arguments())))
        .trail(Trail.of(call.correlation(), call.sessionId()))
        .judged(new Judgement(verdict, judgement.rule(), judgement.policyVersion()));
  }

  private static String outcome(UpstreamAnswer answer) {
    return switch (answer) {
      case UpstreamAnswer.Result result -> result.isError() ? "tool_error" : "ok";
      case UpstreamAnswer.RpcError error -> "error";
      case UpstreamAnswer.Unknown unknown -> "unknown";
      case UpstreamAnswer.NotSent notSent -> "not_sent";
      case UpstreamAnswer.Withheld withheld -> "withheld";
      case UpstreamAnswer.SessionLost lost -> "not_sent";
      case UpstreamAnswer.Refused refused -> "not_sent";
    };
  }

  private void count(String verdict, String outcome, Request request) {
    count(verdict, outcome, request.call());
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
