package ai.preloop.activities.tools;

import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.Place;
import ai.preloop.activities.budgets.Reservation;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.ActivePolicy;
import ai.preloop.activities.policies.Callers;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.servers.UpstreamCalls;
import ai.preloop.activities.servers.UpstreamCalls.Sending;
import ai.preloop.activities.tools.Delivered.Asking;
import ai.preloop.activities.tools.StillRight.Subject;
import ai.preloop.activities.tools.ToolCalls.Request;
import ai.preloop.activities.upstream.Listener;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.policies.verdicts.Verdict.Allow;
import ai.preloop.policies.verdicts.Verdict.Ask;
import ai.preloop.policies.verdicts.Verdict.Deny;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends allowed calls, each after its record has a place and as long as it is still right. */
final class AllowedCalls {

  private static final Delivered BROKEN =
      Delivered.asItCame(
          new UpstreamAnswer.Unknown(
              ProblemType.INTERNAL,
              "Something broke on our side, perhaps after the call was sent."));

  private static final ToolAnswer NO_TASK =
      notMade(
          ProblemType.CALL_REFUSED,
          "A person decides about what this tool answers, which cannot be had as a task: call it without one.");

  private final CountedCalls counted;
  private final UpstreamCalls upstream;
  private final StillRight stillRight;
  private final Screening screening;
  private final CallRecords records;
  private final AskedResults asked;
  private final TaskedCalls tasked;
  private final InstantSource clock;

  AllowedCalls(
      CountedCalls counted,
      StillRight stillRight,
      Screening screening,
      CallRecords records,
      AskedResults asked,
      TaskedCalls tasked,
      InstantSource clock) {
    this.counted = counted;
    this.upstream = counted.upstream();
    this.stillRight = stillRight;
    this.screening = screening;
    this.records = records;
    this.asked = asked;
    this.tasked = tasked;
    this.clock = clock;
  }

  /** Sends a call whose record, but for its end, is the draft, if budgets have room for it. */
  ToolAnswer send(Request request, AuditRecord draft, ActivePolicy policy) {
    Reservation kept;
    try {
      ToolCall call = request.call();
      kept = counted.reserve(call.principal(), call.sessionId(), request.offer());
    } catch (ProblemException e) {
      return stopped(request, draft, e);
    }
    try {
      return send(request, draft, policy, kept);
    } finally {
      kept.settle(0);
    }
  }

  /** A budget's refusal is recorded as a policy's is; one of not knowing is none. */
  private ToolAnswer stopped(Request request, AuditRecord draft, ProblemException why) {
    if (why.type() != ProblemType.BUDGET_LIMIT_EXCEEDED) {
      throw why;
    }
    records.stopped(draft, request.call(), why.detail());
    return new ToolAnswer.Refused(why.detail());
  }

  private ToolAnswer send(
      Request request, AuditRecord draft, ActivePolicy policy, Reservation kept) {
    Caller caller = Callers.of(request.call().principal(), request.call().conversation());
    if (policy.compiled().output(request.offer().called(), caller).asks()) {
      Optional<ToolAnswer> before = before(request, draft);
      if (before.isPresent()) {
        return before.get();
      }
    }
    Delivered delivered = recorded(request, draft, policy, kept);
    Asking asking = delivered.asking();
    return asking == null
        ? passOn(request.offer().server(), delivered)
        : asked.withhold(request, asking);
  }

  /** What is said in place of making the call, which is recorded as well. */
  private Optional<ToolAnswer> before(Request request, AuditRecord draft) {
    String outcome = AuditRecord.NOT_OPENED;
    boolean isMade = false;
    try {
      Optional<ToolAnswer> before =
          request.call().isForTask() ? Optional.of(NO_TASK) : asked.before(request);
      isMade = before.isEmpty();
      outcome = before.orElse(null) instanceof ToolAnswer.Pending ? "repeated" : outcome;
      return before;
    } finally {
      if (!isMade) {
        records.notMade(draft, request.call(), outcome);
      }
    }
  }

  /** Sends what no rule is about, as long as anything may be sent. */
  ToolAnswer pass(ToolCall call, Server server, LongFunction<byte[]> body) {
    Principal who = call.principal();
    Subject subject = Subject.of(who);
    Delivered answer =
        Delivered.asItCame(
            upstream.call(
                caller(call),
                server,
                new Sending(body, () -> stillRight.refusal(subject), call.listener())));
    records.passed(call, server.name(), answer);
    return passOn(server, answer);
  }

  static UpstreamCalls.Caller caller(ToolCall call) {
    return new UpstreamCalls.Caller(
        call.principal().account(), call.sessionId(), call.principal().user().value());
  }

  private Delivered recorded(
      Request request, AuditRecord draft, ActivePolicy policy, Reservation kept) {
    try (Place place = records.reserve(draft)) {
      return recorded(
          () -> screened(request, sent(request, policy, kept)),
          end -> place.fill(records.ended(draft, request.call(), end)));
    }
  }

  /** What was sent is recorded however the sending ends; the record was made before. */
  static Delivered recorded(Supplier<Delivered> sending, Consumer<Delivered> record) {
    Delivered answer = BROKEN;
    try {
      answer = sending.get();
      return answer;
    } finally {
      record.accept(answer);
    }
  }

  private Delivered screened(Request request, UpstreamAnswer answer) {
    ToolCall call = request.call();
    return screening.of(
        answer,
        call.principal().account(),
        request.offer().called(),
        Callers.of(call.principal(), call.conversation()));
  }

  private UpstreamAnswer sent(Request request, ActivePolicy policy, Reservation kept) {
    UpstreamAnswer answer = CountedCalls.counted(kept, () -> answered(request, policy));
    return tasked.kept(request.call(), request.offer(), answer);
  }

  private UpstreamAnswer answered(Request request, ActivePolicy policy) {
    return upstream.call(
        caller(request.call()),
        request.offer().server(),
        new Sending(
            request::body,
            () -> refusal(request, policy),
            listener(request.call(), request.offer(), policy),
            request.offer().schema()));
  }

  /** What is looked into before it leaves is not told in another way before that. */
  static Listener listener(ToolCall call, Offer offer, ActivePolicy policy) {
    Caller caller = Callers.of(call.principal(), call.conversation());
    return policy.compiled().output(offer.called(), caller).isEmpty()
        ? call.listener()
        : new Muted(call.listener());
  }

  private @Nullable String refusal(Request request, ActivePolicy judgedBy) {
    return stillRight.refusal(
        request.letGo(),
        (policy, offer, subject) ->
            isSame(policy, judgedBy) && isSame(offer, request.offer())
                ? null
                : judgedAgain(request.of(offer), policy, subject));
  }

  private @Nullable String judgedAgain(Request request, ActivePolicy policy, Principal subject) {
    var caller = Callers.of(subject, request.call().conversation());
    return switch (policy.compiled().judge(request.toJudge(caller, policy, clock))) {
      case Allow allow -> null;
      case Deny deny -> deny.message();
      case Ask ask -> "The policy has changed and asks a person about it now; call again.";
    };
  }

  /** Snapshots are replaced, never changed: the same object says the same, at no cost. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Object one, Object other) {
    return one == other;
  }

  static ToolAnswer passOn(Server server, Delivered delivered) {
    String withheld = delivered.withheld();
    return withheld == null
        ? passOn(server, delivered.passed())
        : new ToolAnswer.Failed(ProblemType.CALL_REFUSED, withheld, true);
  }

  private static ToolAnswer passOn(Server server, UpstreamAnswer answer) {
    return switch (answer) {
      case UpstreamAnswer.Result result -> new ToolAnswer.Result(result.result());
      case UpstreamAnswer.InputRequired question -> new ToolAnswer.InputRequired(question.result());
      case UpstreamAnswer.RpcError error -> new ToolAnswer.RpcError(error.error());
      case UpstreamAnswer.Withheld(String sentence) ->
          notMade(ProblemType.CONFLICT, "The call was not sent: " + sentence);
      case UpstreamAnswer.Unknown unknown ->
          new ToolAnswer.Failed(unknown.type(), unusable(server, unknown), true);
      case UpstreamAnswer.Crowded(String sentence) -> notMade(ProblemType.RATE_LIMITED, sentence);
      case UpstreamAnswer.NotNow notNow ->
          notMade(ProblemType.UNAVAILABLE, unusable(server, notNow));
      case UpstreamAnswer.Failure failure ->
          notMade(ProblemType.UPSTREAM_FAILED, unusable(server, failure));
    };
  }

  private static ToolAnswer notMade(ProblemType type, String sentence) {
    return new ToolAnswer.Failed(type, sentence, false);
  }

  private static String unusable(Server server, UpstreamAnswer.Failure failure) {
    return "The server %s could not be used: %s".formatted(server.name(), failure.sentence());
  }
}
