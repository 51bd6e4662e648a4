package ai.preloop.activities.tools;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.limits.InFlight;
import ai.preloop.activities.limits.InFlight.Passage;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.mcp.Envelope.Justified;
import ai.preloop.activities.policies.ActivePolicy;
import ai.preloop.activities.policies.Callers;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.tools.StillRight.Goal;
import ai.preloop.activities.tools.StillRight.LetGo;
import ai.preloop.activities.tools.StillRight.Subject;
import ai.preloop.activities.tools.ToolAnswer.Refused;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.verdicts.Call;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.policies.verdicts.Verdict.Allow;
import ai.preloop.policies.verdicts.Verdict.Ask;
import ai.preloop.policies.verdicts.Verdict.Deny;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Judges a call and does what the verdict says; nothing goes out before its record has a place. */
public final class ToolCalls {

  private static final byte[] NO_ARGUMENTS = "{}".getBytes(StandardCharsets.UTF_8);

  private final VisibleTools visible;
  private final AllowedCalls allowed;
  private final AskedCalls asked;
  private final CallRecords records;
  private final InFlight ofPrincipals;
  private final InstantSource clock;

  ToolCalls(
      VisibleTools visible,
      AllowedCalls allowed,
      AskedCalls asked,
      CallRecords records,
      InFlight ofPrincipals,
      InstantSource clock) {
    this.visible = visible;
    this.allowed = allowed;
    this.asked = asked;
    this.records = records;
    this.ofPrincipals = ofPrincipals;
    this.clock = clock;
  }

  /** Answers one call; throws only when nothing was sent, and hardly ever when people are asked. */
  public ToolAnswer call(ToolCall call) {
    call.principal().require(Scope.MCP_CALL);
    return counted(call, () -> let(call.counted()), refused -> refused);
  }

  /** Does what a call is for as one of so many of its principal, or says that it is too many. */
  public <T> T counted(ToolCall call, Supplier<T> work, Function<ToolAnswer, T> otherwise) {
    Optional<Passage> own = ofPrincipals.enter(call.principal().id());
    if (own.isEmpty()) {
      records.overLimit(call, "", "principal");
      return otherwise.apply(
          new ToolAnswer.Failed(
              ProblemType.RATE_LIMITED,
              "%d calls of %s are under way, which is the most at once: wait for some to end, then call again."
                  .formatted(ofPrincipals.most(), call.principal().name()),
              false));
    }
    try (var _ = own.get()) {
      return work.get();
    }
  }

  private ToolAnswer let(ToolCall call) {
    ActivePolicy policy = visible.policyOf(call.principal());
    Caller caller = Callers.of(call.principal(), call.conversation());
    Optional<Tool> found = visible.find(call, policy, caller);
    if (found.isEmpty()) {
      records.unknownTool(call);
      return new ToolAnswer.Unknown(call.name());
    }
    return judged(call, policy, caller, found.get());
  }

  private ToolAnswer judged(ToolCall call, ActivePolicy policy, Caller caller, Tool tool) {
    Justification mode = policy.compiled().justificationFor(tool.called(), caller);
    Optional<String> fault = Justifications.fault(call.envelope(), tool, mode);
    if (fault.isPresent()) {
      Request asItCame = new Request(call, tool, arguments(call.envelope().arguments()), null);
      Called called = asItCame.called(asItCame.toJudge(caller, policy, clock));
      records.refused(called, policy.compiled().version(), fault.get());
      return new Refused(fault.get());
    }
    Justified justified = Justifications.take(call.envelope(), tool, mode);
    Request request =
        new Request(call, tool, arguments(justified.arguments()), justified.justification());
    Called called = request.called(request.toJudge(caller, policy, clock));
    return decided(request, called, policy);
  }

  /** The same for a resource or a prompt, which was found by its name already. */
  public ToolAnswer call(ToolCall call, Offer offer) {
    call.principal().require(Scope.MCP_CALL);
    return counted(call, () -> let(call.counted(), offer), refused -> refused);
  }

  /** What there is to say of a name that is nobody's. */
  public ToolAnswer unknown(ToolCall call) {
    call.principal().require(Scope.MCP_CALL);
    records.unknownTool(call);
    return new ToolAnswer.Unknown(call.name());
  }

  /** Passes on what no rule is about, to a server that the caller may use; noted when it ended. */
  public ToolAnswer pass(ToolCall call, Server server, LongFunction<byte[]> body) {
    call.principal().require(Scope.MCP_CALL);
    return counted(call, () -> allowed.pass(call, server, body), refused -> refused);
  }

  private ToolAnswer let(ToolCall call, Offer offer) {
    ActivePolicy policy = visible.policyOf(call.principal());
    Caller caller = Callers.of(call.principal(), call.conversation());
    if (policy.compiled().hidden(offer.called(), caller)) {
      records.unknownTool(call);
      return new ToolAnswer.Unknown(call.name());
    }
    Request request = new Request(call, offer, arguments(call.envelope().arguments()), null);
    return decided(request, request.called(request.toJudge(caller, policy, clock)), policy);
  }

  private ToolAnswer decided(Request request, Called called, ActivePolicy policy) {
    return switch (policy.compiled().judge(called.judged())) {
      case Allow allow -> allowed.send(request, CallRecords.allowed(called, allow), policy);
      case Deny deny -> {
        records.denied(called, deny);
        yield new Refused(deny.message());
      }
      case Ask ask -> asked.open(request, called, ask);
    };
  }

  private static byte[] arguments(@Nullable JsonSlice arguments) {
    return arguments == null ? NO_ARGUMENTS : arguments.toBytes();
  }

  /** A call with what was found out about it; {@code arguments} are the bytes to be sent. */
  record Request(ToolCall call, Offer offer, byte[] arguments, @Nullable String justification) {

    Call toJudge(Caller caller, ActivePolicy policy, InstantSource clock) {
      return new Call(
          caller,
          offer.called(),
          () -> arguments,
          justification == null ? "" : justification,
          clock.instant().truncatedTo(ChronoUnit.MICROS),
          policy.frozen());
    }

    /** The same call, of what is asked for as it is known by now. */
    Request of(Offer now) {
      return new Request(call, now, arguments, justification);
    }

    LetGo letGo() {
      Principal who = call.principal();
      return new LetGo(
          Subject.of(who),
          new Goal(
              offer.server().id(),
              offer.method(),
              offer.name(),
              offer.sha256(),
              offer.server().address().url().toString()));
    }

    Called called(Call judged) {
      return new Called(call, offer.server().name(), offer.name(), arguments, judged);
    }

    byte[] body(long id) {
      Envelope message = call.isForTask() ? call.envelope() : call.envelope().withoutTask();
      return message.toUpstream(id, offer.name(), JsonSlice.of(arguments));
    }
  }
}
