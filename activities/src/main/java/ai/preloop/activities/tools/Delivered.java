package ai.preloop.activities.tools;

import ai.preloop.activities.approvals.ApprovalRow.Grounds;
import ai.preloop.activities.approvals.Approvals;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.policies.Rules;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.output.OutputPolicy;
import ai.preloop.policies.output.Screened;
import ai.preloop.policies.output.Screened.Change;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server's answer, and what of it leaves for the agent. */
record Delivered(UpstreamAnswer answer, Screened screened, int policyVersion) {

  /** An answer that nobody looks into. */
  static Delivered asItCame(UpstreamAnswer answer) {
    return new Delivered(answer, Screened.UNTOUCHED, 0);
  }

  /** What the policy lets through of it. */
  static Delivered screened(UpstreamAnswer answer, OutputPolicy policy, int policyVersion) {
    Screened screened =
        switch (answer) {
          case UpstreamAnswer.Result result when !policy.isEmpty() ->
              kept(policy.screen(result.result().toBytes()), result.result().length());
          case UpstreamAnswer.InputRequired question when !policy.isEmpty() ->
              unasked(policy.screen(question.result().toBytes()));
          case UpstreamAnswer.RpcError error when !policy.isEmpty() ->
              unasked(policy.screen(error.error().toBytes()));
          default -> Screened.UNTOUCHED;
        };
    return new Delivered(answer, screened, policyVersion);
  }

  /** What is too large to be kept cannot wait. */
  private static Screened kept(Screened screened, int came) {
    if (!(screened instanceof Screened.Asked asked)) {
      return screened;
    }
    int bytes = asked.released() instanceof Screened.Changed changed ? changed.json().length : came;
    return bytes <= Approvals.KEPT_BYTES
        ? asked
        : new Screened.Withheld(
            "A person should decide about it, and its %d bytes are more than are kept for that."
                .formatted(bytes));
  }

  /** The same where nobody is asked, of what is no answer to a call that could be kept. */
  Delivered ofNoCall() {
    return new Delivered(answer, unasked(screened), policyVersion);
  }

  /** A question, or an error, is of no use later; people are asked about results alone. */
  private static Screened unasked(Screened screened) {
    return screened instanceof Screened.Asked
        ? new Screened.Withheld(
            "The policy has a person decide about it, and it is no result of a call.")
        : screened;
  }

  /** What people are asked about, in place of which the agent hears that they are. */
  record Asking(
      JsonSlice result, boolean isError, List<ApprovalWorkflow> workflows, Grounds grounds) {

    Asking {
      workflows = List.copyOf(workflows);
    }
  }

  /** Null where nobody is asked. */
  @Nullable Asking asking() {
    if (!(screened instanceof Screened.Asked asked)
        || !(answer instanceof UpstreamAnswer.Result result)) {
      return null;
    }
    JsonSlice released =
        asked.released() instanceof Screened.Changed changed
            ? JsonSlice.of(changed.json())
            : result.result();
    Grounds grounds = new Grounds(policyVersion, Rules.json(asked.rules()));
    return new Asking(released, result.isError(), asked.workflows(), grounds);
  }

  /** The answer as it goes on; what is withheld is not in it. */
  UpstreamAnswer passed() {
    return switch (screened) {
      case Screened.Untouched _ -> answer;
      case Screened.Changed changed -> with(JsonSlice.of(changed.json()));
      case Screened.Withheld _, Screened.Asked _ ->
          throw new IllegalStateException("What is withheld does not go on");
    };
  }

  private UpstreamAnswer with(JsonSlice json) {
    return switch (answer) {
      case UpstreamAnswer.Result result -> new UpstreamAnswer.Result(json, result.isError());
      case UpstreamAnswer.InputRequired _ -> new UpstreamAnswer.InputRequired(json);
      case UpstreamAnswer.RpcError error ->
          new UpstreamAnswer.RpcError(error.code(), message(json), json);
      case UpstreamAnswer.Failure failure -> failure;
    };
  }

  /** What the agent is told in the place of the answer; null where it goes on. */
  @Nullable String withheld() {
    return screened instanceof Screened.Withheld withheld
        ? "The call was made, and the policy withholds what came back: " + withheld.sentence()
        : null;
  }

  /** One word for records: what was done with the output, else how the call ended. */
  String outcome() {
    return switch (screened) {
      case Screened.Untouched _ -> outcome(answer);
      case Screened.Changed changed -> "output_" + word(changed.changes());
      case Screened.Withheld _ -> "output_denied";
      case Screened.Asked _ -> "output_asked";
    };
  }

  /** The most of what was done. */
  private static String word(Set<Change> changes) {
    if (changes.contains(Change.REDACTED)) {
      return "redacted";
    }
    return changes.contains(Change.CUT) ? "cut" : "flagged";
  }

  private static String message(JsonSlice error) {
    JsonSlice message = error.member("message");
    return message == null ? "" : Objects.requireNonNullElse(message.text(), "");
  }

  private static String outcome(UpstreamAnswer answer) {
    return switch (answer) {
      case UpstreamAnswer.Result result -> result.isError() ? "tool_error" : "ok";
      case UpstreamAnswer.InputRequired question -> "input_required";
      case UpstreamAnswer.RpcError error -> "error";
      case UpstreamAnswer.Unknown unknown -> "unknown";
      case UpstreamAnswer.NotNow notNow -> "not_sent";
      case UpstreamAnswer.Crowded crowded -> "over_limit";
      case UpstreamAnswer.NotSent notSent -> "not_sent";
      case UpstreamAnswer.Withheld withheld -> "withheld";
      case UpstreamAnswer.SessionLost lost -> "not_sent";
      case UpstreamAnswer.Refused refused -> "not_sent";
    };
  }
}
