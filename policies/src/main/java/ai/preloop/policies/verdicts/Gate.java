package ai.preloop.policies.verdicts;

import ai.preloop.policies.documents.Justification;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What refuses a call before any rule is heard. */
record Gate(long version, boolean checksArguments) {

  /** Whatever its arguments are: nothing runs, not this tool, or not without a reason. */
  Optional<Verdict> refusal(Call call, Speakers speakers) {
    if (call.accountFrozen()) {
      return denied(Verdict.Cause.FROZEN, "The account is frozen: nothing runs.");
    }
    if (call.tool().switchedOff() || speakers.switchOff()) {
      return denied(
          Verdict.Cause.SWITCHED_OFF,
          "This %s is switched off.".formatted(call.tool().primitive().word()));
    }
    return call.justification().isBlank() && speakers.justification() == Justification.REQUIRED
        ? denied(
            Verdict.Cause.ARGUMENTS,
            "This tool wants to know why it is called: give the reason in %s."
                .formatted(speakers.rules().reason()))
        : Optional.empty();
  }

  /** Arguments that break the tool's own schema, where that is checked. */
  Optional<Verdict> unfit(ArgumentCheck check, Supplier<byte[]> arguments) {
    return checksArguments
        ? check.problem(arguments).flatMap(problem -> denied(Verdict.Cause.ARGUMENTS, problem))
        : Optional.empty();
  }

  boolean checks(ArgumentCheck check) {
    return checksArguments && check != ArgumentCheck.NONE;
  }

  private Optional<Verdict> denied(Verdict.Cause cause, String message) {
    return Optional.of(
        new Verdict.Deny(cause, message, new Verdict.Basis(version, List.of(), List.of())));
  }
}
