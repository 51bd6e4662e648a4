package ai.preloop.policies.verdicts;

import ai.preloop.policies.conditions.Facts;
import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.EntryLists;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.documents.ToolEntry;
import ai.preloop.policies.output.OutputPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What one owner or subject says of the tools, resources or prompts that fit an entry. */
final class CompiledEntry {

  private final Primitive primitive;
  private final ToolEntry source;
  private final boolean binding;
  private final List<CompiledRule> rules;
  private final Judgement otherwise;
  private final Action onError;
  private final Step fallback;
  private final OutputPolicy.Owned output;

  /** {@code otherwise} is what holds when no rule matched; not binding is a whole file's shadow. */
  CompiledEntry(
      EntryLists.Entry source,
      boolean binding,
      List<CompiledRule> rules,
      Judgement otherwise,
      Action onError,
      OutputPolicy.Owned output) {
    this.primitive = source.primitive();
    this.source = source.entry();
    this.binding = binding;
    this.rules = List.copyOf(rules);
    this.otherwise = otherwise;
    this.onError = onError;
    this.output = output;
    this.fallback = bound(new Step(otherwise.rule(), Step.Outcome.MATCHED, ""), otherwise);
  }

  /** The first rule that matches decides; after an error only denials are tried. */
  Judgement judge(Facts facts, Consumer<Step> trail) {
    return walk(facts, trail).only(otherwise);
  }

  /** All that it may say of a recorded call: one judgement where the record has what is read. */
  List<Judgement> possible(Facts facts, Consumer<Step> trail) {
    return walk(facts, trail).with(otherwise);
  }

  private Possibilities walk(Facts facts, Consumer<Step> trail) {
    Possibilities possible = new Possibilities();
    for (CompiledRule rule : rules) {
      if (!possible.reach(rule)) {
        trail.accept(rule.skipped());
        continue;
      }
      Step step = attempt(rule, facts);
      trail.accept(step);
      if (!rule.isShadow()) {
        follow(rule, step, possible);
      }
      if (possible.isOver()) {
        break;
      }
    }
    if (possible.mayBeUndecided()) {
      trail.accept(fallback);
    }
    return possible;
  }

  private Step attempt(CompiledRule rule, Facts facts) {
    Step step = rule.attempt(facts);
    return step.outcome() == Step.Outcome.MATCHED ? bound(step, rule.judgement()) : step;
  }

  private Step bound(Step step, Judgement says) {
    return binding ? step : step.shadowing(says.action());
  }

  private void follow(CompiledRule rule, Step step, Possibilities possible) {
    switch (step.outcome()) {
      case MATCHED -> possible.matched(rule);
      case ERROR -> possible.failed(afterError(rule));
      case UNKNOWN -> possible.unknown(rule, afterError(rule));
      case NOT_MATCHED, SKIPPED -> {}
    }
  }

  private Judgement afterError(CompiledRule rule) {
    return new Judgement(
        Strictness.stricter(onError, otherwise.action()),
        rule.judgement().rule(),
        "A rule of the policy of %s cannot be evaluated for this call."
            .formatted(rule.judgement().rule().owner()),
        rule.judgement().workflow(),
        Judgement.Weight.PLAIN);
  }

  /** Whether it denies every call, whatever is in it. */
  boolean alwaysDenies() {
    if (!binding) {
      return false;
    }
    for (CompiledRule rule : rules) {
      if (rule.isShadow()) {
        continue;
      }
      if (!rule.is(Action.DENY)) {
        return false;
      }
      if (rule.isCatchAll()) {
        return true;
      }
    }
    return otherwise.is(Action.DENY);
  }

  /** All that it may say of a call: one judgement where nothing of the call matters. */
  List<Judgement> possible() {
    List<Judgement> possible = new ArrayList<>();
    for (CompiledRule rule : rules) {
      if (rule.isShadow()) {
        continue;
      }
      possible.add(rule.judgement());
      if (rule.isCatchAll()) {
        return possible;
      }
      possible.add(afterError(rule));
    }
    possible.add(otherwise);
    return possible;
  }

  Primitive primitive() {
    return primitive;
  }

  int ruleCount() {
    return rules.size();
  }

  boolean isBinding() {
    return binding;
  }

  /** Whether a tool is spoken of by it, so that no default is. */
  boolean speaks() {
    return binding && source.speaksOfCalls();
  }

  boolean isEnabled() {
    return source.enabled();
  }

  /** What it says of the tool's answers; one that does not bind says nothing of them. */
  Stream<OutputPolicy.Owned> output() {
    return binding && !output.isEmpty() ? Stream.of(output) : Stream.empty();
  }

  Justification justification() {
    return binding ? source.justification() : Justification.DISABLED;
  }

  /** Who is asked about the tool by its own entry. */
  Optional<ApprovalWorkflow> named() {
    return source.approvalWorkflow() == null
        ? Optional.empty()
        : Optional.ofNullable(otherwise.workflow());
  }

  ToolEntry source() {
    return source;
  }
}
