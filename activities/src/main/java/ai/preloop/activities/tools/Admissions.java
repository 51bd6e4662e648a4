package ai.preloop.activities.tools;

import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.ActivePolicy;
import ai.preloop.activities.policies.Callers;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.tools.ToolAnswer.Refused;
import ai.preloop.activities.tools.ToolCalls.Request;
import ai.preloop.policies.verdicts.Verdict;
import ai.preloop.policies.verdicts.Verdict.Allow;
import ai.preloop.policies.verdicts.Verdict.Ask;
import ai.preloop.policies.verdicts.Verdict.Deny;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/** Judges what is done about a resource or a prompt beside asking for it, by the same rules. */
public final class Admissions {

  private static final byte[] NO_ARGUMENTS = "{}".getBytes(StandardCharsets.UTF_8);

  private static final String DECIDED_EACH_TIME =
      "A person decides about each reading of this resource, so it cannot be subscribed to.";

  private final VisibleTools visible;
  private final CallRecords records;
  private final InstantSource clock;

  Admissions(VisibleTools visible, CallRecords records, InstantSource clock) {
    this.visible = visible;
    this.records = records;
    this.clock = clock;
  }

  /** Why it is not subscribed to, which is recorded; empty where it may be read at once. */
  public Optional<ToolAnswer> subscribing(ToolCall call, Offer offer) {
    Called called = called(call, offer);
    return switch (verdict(called)) {
      case Allow _ -> Optional.empty();
      case Deny deny -> Optional.of(denied(called, deny));
      case Ask ask -> {
        records.notAsked(called, ask.basis().policyVersion(), DECIDED_EACH_TIME);
        yield Optional.of(new Refused(DECIDED_EACH_TIME));
      }
    };
  }

  /** Why nothing of it is completed, which is recorded; empty where it may be asked for. */
  public Optional<ToolAnswer> completing(ToolCall call, Offer offer) {
    Called called = called(call, offer);
    return switch (verdict(called)) {
      case Allow _, Ask _ -> Optional.empty();
      case Deny deny -> Optional.of(denied(called, deny));
    };
  }

  /** Whether it is refused to the caller now, whatever is sent with the call. */
  public boolean isDeniedAnyway(ToolCall call, Offer offer) {
    return visible.policyOf(call.principal()).compiled().deniesAnyway(called(call, offer).judged());
  }

  private ToolAnswer denied(Called called, Deny deny) {
    records.denied(called, deny);
    return new Refused(deny.message());
  }

  private Verdict verdict(Called called) {
    return visible.policyOf(called.call().principal()).compiled().judge(called.judged());
  }

  private Called called(ToolCall asked, Offer offer) {
    asked.principal().require(Scope.MCP_CALL);
    ToolCall call = asked.uncounted();
    ActivePolicy policy = visible.policyOf(call.principal());
    Request request = new Request(call, offer, NO_ARGUMENTS, null);
    return request.called(
        request.toJudge(Callers.of(call.principal(), call.conversation()), policy, clock));
  }
}
