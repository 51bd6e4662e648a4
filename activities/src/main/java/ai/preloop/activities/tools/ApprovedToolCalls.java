package ai.preloop.activities.tools;

import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.approvals.ApprovedCallTarget;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent.Answered;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent.Failed;
import ai.preloop.activities.budgets.Budgets;
import ai.preloop.activities.budgets.Reservation;
import ai.preloop.activities.database.Storable;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.Callers;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.servers.UpstreamCalls;
import ai.preloop.activities.tools.Delivered.Asking;
import ai.preloop.activities.tools.StillRight.Goal;
import ai.preloop.activities.tools.StillRight.LetGo;
import ai.preloop.activities.tools.StillRight.Subject;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.policies.output.Screened;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.redaction.Redaction;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.policies.verdicts.Verdict.Deny;
import ai.preloop.workflows.identity.Ids;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Sends approved calls, if they still lead where the approver saw them lead. */
final class ApprovedToolCalls implements ApprovedCallTarget {

  private static final String NOT_HELD = "The claim on it does not stand any more.";
  private static final int LONGEST_MESSAGE = 1_000;

  private final StillRight stillRight;
  private final CountedCalls counted;
  private final WholeCalls whole;
  private final Again again;
  private final Screening screening;

  ApprovedToolCalls(StillRight stillRight, CountedCalls counted, Again again, Screening screening) {
    this.stillRight = stillRight;
    this.counted = counted;
    this.whole = new WholeCalls(counted.upstream());
    this.again = again;
    this.screening = screening;
  }

  @Override
  public @Nullable String refusal(ApprovalRow row) {
    return stillRight.knownRefusal(
        letGo(row),
        (policy, offer, subject) ->
            policy.compiled().judge(again.call(row, offer, subject, policy.frozen()))
                    instanceof Deny deny
                ? "The policy of now denies it: " + deny.message()
                : null);
  }

  @Override
  public Sent send(ApprovalRow row, BooleanSupplier held) {
    Offer offer = stillRight.offer(letGo(row)).orElse(null);
    if (offer == null) {
      return new Failed("Not sent: " + StillRight.NOT_THERE);
    }
    Departing departing;
    try {
      departing = departing(row, offer);
    } catch (ProblemException e) {
      return e.type() == ProblemType.UNAVAILABLE
          ? new Sent.NotNow(e.detail())
          : new Failed("Not sent: " + e.detail());
    }
    return send(row, offer, held, departing);
  }

  /** What a call needs on its way; rules for output know its caller, who may go meanwhile. */
  private record Departing(Reservation kept, Caller caller) {}

  /** With nothing for a credential that is not valid any more, since that call is not sent. */
  private Departing departing(ApprovalRow row, Offer offer) {
    Optional<Principal> who = stillRight.inStanding(letGo(row).subject());
    return new Departing(
        who.map(each -> counted.reserve(each, row.caller().sessionId(), offer))
            .orElseGet(Budgets::nothing),
        who.map(Callers::of).orElseGet(() -> named(row)));
  }

  private Sent send(ApprovalRow row, Offer offer, BooleanSupplier held, Departing departing) {
    LastLook look = new LastLook(() -> held.getAsBoolean() ? refusal(row) : NOT_HELD);
    var caller =
        new UpstreamCalls.Caller(row.account(), row.caller().sessionId(), row.caller().userId());
    UpstreamAnswer answer =
        CountedCalls.counted(
            departing.kept(), () -> whole.call(caller, offer, row.content().arguments(), look));
    return answer instanceof UpstreamAnswer.Withheld(String why) && look.sawNothing()
        ? new Sent.NotNow(why)
        : sent(screening.of(answer, row.account(), offer.called(), departing.caller()));
  }

  /** A caller of whom there is only what the request says. */
  private static Caller named(ApprovalRow row) {
    return Caller.of(
        new Caller.Principal(
            row.caller().type(),
            row.caller().id().toString(),
            row.caller().name(),
            "",
            List.of(),
            List.of(),
            List.of()));
  }

  private static Sent sent(Delivered delivered) {
    Asking asking = delivered.asking();
    if (asking != null) {
      Answered answer = new Answered(asking.result().toBytes(), asking.isError(), null);
      return new Sent.Asked(Ids.next(), answer, asking.workflows(), asking.grounds());
    }
    String withheld = delivered.withheld();
    if (withheld == null) {
      String note =
          delivered.screened() instanceof Screened.Changed
              ? "The policy changed what the tool answered: %s.".formatted(delivered.outcome())
              : null;
      return sent(delivered.passed(), note);
    }
    return delivered.answer() instanceof UpstreamAnswer.Result result
        ? new Answered(refusal(withheld), result.isError(), withheld)
        : new Failed(withheld);
  }

  /** A result with the sentence in the place of what is withheld. */
  private static byte[] refusal(String sentence) {
    return JsonMapper.shared()
        .writeValueAsBytes(
            Map.of("content", List.of(Map.of("type", "text", "text", sentence)), "isError", true));
  }

  private static Sent sent(UpstreamAnswer answer, @Nullable String note) {
    return switch (answer) {
      case UpstreamAnswer.Result result ->
          new Answered(result.result().toBytes(), result.isError(), note);
      case UpstreamAnswer.InputRequired _ ->
          new Failed("The server asks the client for more, which an approved call cannot give.");
      case UpstreamAnswer.RpcError error ->
          new Failed(
              "The server refused the call: %d %s".formatted(error.code(), told(error.message())));
      case UpstreamAnswer.Unknown unknown -> new Sent.Unknown(unknown.sentence());
      case UpstreamAnswer.NotNow notNow -> new Sent.NotNow(notNow.sentence());
      case UpstreamAnswer.Crowded crowded -> new Sent.NotNow(crowded.sentence());
      case UpstreamAnswer.NotSent notSent -> new Failed("Not sent: " + notSent.sentence());
      case UpstreamAnswer.Withheld withheld -> new Failed("Not sent: " + withheld.sentence());
      case UpstreamAnswer.SessionLost lost -> new Failed("Not run: " + lost.sentence());
      case UpstreamAnswer.Refused refused -> new Failed("Not run: " + refused.sentence());
    };
  }

  private static LetGo letGo(ApprovalRow row) {
    return new LetGo(
        new Subject(
            row.account(),
            row.caller().type(),
            row.caller().id(),
            row.caller().name(),
            row.caller().token()),
        new Goal(
            row.target().serverId(),
            row.target().method(),
            row.target().tool(),
            HexFormat.of().formatHex(row.target().definitionHash()),
            row.target().url()));
  }

  /** The clearance of an approved call, and whether the last one failed for want of knowledge. */
  private static final class LastLook implements Clearance {

    private final Clearance look;
    private volatile boolean sawNothing;

    private LastLook(Clearance look) {
      this.look = look;
    }

    @Override
    public @Nullable String refusal() {
      try {
        sawNothing = false;
        return look.refusal();
      } catch (ProblemException e) {
        sawNothing = e.type() == ProblemType.UNAVAILABLE;
        return e.detail();
      }
    }

    private boolean sawNothing() {
      return sawNothing;
    }
  }

  /** A server's words, which may be anything, as a row and the ledger may have them. */
  static @Nullable String told(String message) {
    return Storable.shortened(Redaction.redactText(message), LONGEST_MESSAGE);
  }
}
