package ai.preloop.activities.modelrules;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.modellists.KnownAllowLists;
import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.policies.ActivePolicy;
import ai.preloop.activities.policies.Callers;
import ai.preloop.policies.verdicts.Call;
import ai.preloop.policies.verdicts.CalledTool;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.policies.verdicts.ModelFacts;
import ai.preloop.policies.verdicts.Verdict;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Who may call which model: the key's own list, by the alias that was asked for; the lists of the
 * account and its parts and the policy, by that alias and by each model that would take the call.
 * What is denied is in the ledger before the caller hears of it. UNAVAILABLE where there is no
 * policy that can judge.
 */
public final class ModelPolicies {

  private final ActivePolicies policies;
  private final KnownAllowLists lists;
  private final ModelRecords records;
  private final InstantSource clock;

  ModelPolicies(
      ActivePolicies policies, KnownAllowLists lists, ModelRecords records, InstantSource clock) {
    this.policies = policies;
    this.lists = lists;
    this.records = records;
    this.clock = clock;
  }

  /** Judges a call of the model that was asked for, as it was found under whichever name. */
  public ModelJudgement judge(Principal caller, ModelQuestion question) {
    ActivePolicy policy = policies.require(caller.account());
    Optional<String> unlisted = unlisted(caller, question.model());
    if (unlisted.isPresent()) {
      records.denied(caller, question, policy.compiled().version(), unlisted.get());
      return new ModelJudgement.Denied(unlisted.get(), List.of());
    }
    return judged(policy, caller, question);
  }

  /**
   * Whether a model may take the call in place of the one that was asked for: not where the policy
   * denies it or wants people asked, nor where the account's list or that of a part of it lacks it.
   * Who routes to which is the account's choice, so that the key's own list has nothing to say of
   * it; and no record is made of what is passed over.
   */
  public boolean admits(Principal caller, ModelQuestion question) {
    ActivePolicy policy = policies.require(caller.account());
    return lists.objection(caller, question.model().alias()).isEmpty()
        && verdict(policy, caller, question) instanceof Verdict.Allow;
  }

  /** Whether the model is shown to the caller: not where it is denied whatever is asked of it. */
  public boolean mayList(Principal caller, AiModel model) {
    if (unlisted(caller, model).isPresent()) {
      return false;
    }
    ActivePolicy policy = policies.require(caller.account());
    CalledTool called = ModelQuestion.called(model);
    Caller who = Callers.of(caller);
    Call before = Call.ofModel(who, called, ModelFacts.NONE, clock.instant());
    return !policy.compiled().hidden(called, who) && !policy.compiled().deniesAnyway(before);
  }

  /** Why a call is not to go on by now, although people approved it; leaves no record. */
  Optional<String> objection(Principal caller, ModelQuestion question) {
    Optional<String> unlisted = unlisted(caller, question.model());
    if (unlisted.isPresent()) {
      return unlisted;
    }
    return verdict(policies.require(caller.account()), caller, question)
            instanceof Verdict.Deny deny
        ? Optional.of(deny.message())
        : Optional.empty();
  }

  /** Records that a call was held back that people had approved. */
  void objected(Principal caller, ModelQuestion question, String sentence) {
    long version = policies.require(caller.account()).compiled().version();
    records.denied(caller, question, version, sentence);
  }

  /** Records that a call that is allowed was stopped by a budget, before the caller hears of it. */
  public void stopped(Principal caller, ModelQuestion question, String sentence) {
    objected(caller, question, sentence);
  }

  private Optional<String> unlisted(Principal caller, AiModel model) {
    return caller.models().allow(model.alias())
        ? lists.objection(caller, model.alias())
        : Optional.of(
            "The key %s may not call the model %s%s."
                .formatted(
                    caller.name(),
                    model.alias(),
                    caller.token() == null ? "" : " by this runtime token"));
  }

  private Verdict verdict(ActivePolicy policy, Principal caller, ModelQuestion question) {
    Call call =
        Call.ofModel(
                Callers.of(caller),
                question.called(),
                question.facts(),
                clock.instant().truncatedTo(ChronoUnit.MICROS))
            .inAccount(policy.frozen());
    return policy.compiled().judge(call);
  }

  private ModelJudgement judged(ActivePolicy policy, Principal caller, ModelQuestion question) {
    return switch (verdict(policy, caller, question)) {
      case Verdict.Allow _ -> new ModelJudgement.Allowed();
      case Verdict.Ask ask -> new ModelJudgement.Asked(ask);
      case Verdict.Deny deny -> {
        records.denied(caller, question, deny);
        yield new ModelJudgement.Denied(deny.message(), deny.basis().rules());
      }
    };
  }
}
