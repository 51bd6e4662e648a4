package ai.preloop.activities.tools;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.ActivePolicy;
import ai.preloop.activities.policies.Callers;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.servers.UpstreamCalls;
import ai.preloop.activities.servers.UpstreamCalls.Sending;
import ai.preloop.activities.tasks.SessionTask.Place;
import ai.preloop.activities.tools.StillRight.Subject;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.verdicts.Caller;
import java.util.function.LongFunction;

/**
 * What the clients of sessions ask about tasks that servers work on for them. What a server answers
 * is looked into as if the tool had answered it.
 */
public final class TaskRequests {

  private final VisibleTools visible;
  private final UpstreamCalls upstream;
  private final StillRight stillRight;
  private final Screening screening;
  private final CallRecords records;

  TaskRequests(
      VisibleTools visible,
      UpstreamCalls upstream,
      StillRight stillRight,
      Screening screening,
      CallRecords records) {
    this.visible = visible;
    this.upstream = upstream;
    this.stillRight = stillRight;
    this.screening = screening;
    this.records = records;
  }

  /** Asks for it at this place; it is unknown to whoever may not know of the tool. */
  public ToolAnswer ask(ToolCall call, Place place, LongFunction<byte[]> body) {
    ActivePolicy policy = visible.policyOf(call.principal());
    Caller caller = Callers.of(call.principal(), call.conversation());
    return visible
        .find(call, place, policy, caller)
        .map(tool -> ask(call, tool, body, policy))
        .orElseGet(() -> new ToolAnswer.Unknown(call.name()));
  }

  private ToolAnswer ask(ToolCall call, Tool tool, LongFunction<byte[]> body, ActivePolicy policy) {
    Principal who = call.principal();
    Subject subject = Subject.of(who);
    UpstreamAnswer answer =
        upstream.call(
            AllowedCalls.caller(call),
            tool.server(),
            new Sending(
                body,
                () -> stillRight.refusal(subject),
                AllowedCalls.listener(call, tool, policy)));
    Caller caller = Callers.of(who, call.conversation());
    Delivered delivered = screening.of(answer, who.account(), tool.called(), caller).ofNoCall();
    records.ofTask(call, tool, delivered);
    return answer instanceof UpstreamAnswer.Failure failure
        ? notHeard(tool, failure)
        : AllowedCalls.passOn(tool.server(), delivered);
  }

  /** Nothing is known of the task by that, which whoever asks must not take for its end. */
  private static ToolAnswer notHeard(Tool tool, UpstreamAnswer.Failure failure) {
    return new ToolAnswer.Failed(
        ProblemType.UPSTREAM_FAILED,
        "The server %s did not answer about the task, which may be at work still; ask again how far it is: %s"
            .formatted(tool.server().name(), failure.sentence()),
        false);
  }
}
