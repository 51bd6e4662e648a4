package ai.preloop.policies.verdicts;

import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.Defaults;
import ai.preloop.policies.documents.Mode;
import ai.preloop.policies.verdicts.Rulebook.ToolRules;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the defaults say of what nobody speaks of, of definitions nobody accepted, and of schemas
 * that arguments cannot be checked against.
 */
final class DefaultRules {

  private static final String UNCHECKED = "the arguments were not checked";

  private final Map<Primitive, Unknown> unknown = new EnumMap<>(Primitive.class);
  private final Judgement added;
  private final Judgement changed;
  private final Judgement unchecked;
  private final boolean checking;

  DefaultRules(Defaults defaults, String owner, @Nullable ApprovalWorkflow workflow) {
    for (Primitive primitive : Primitive.values()) {
      unknown.put(primitive, unknown(primitive, defaults, owner, workflow));
    }
    Action unknownTools = of(Primitive.TOOL).judgement().action();
    Action newTools =
        defaults.requireApprovalForNewTools() ? Action.REQUIRE_APPROVAL : Action.ALLOW;
    this.added =
        judgement(Strictness.stricter(unknownTools, newTools), rule(owner, "new tools"), workflow);
    this.changed = judgement(onChange(defaults), rule(owner, "changed definitions"), workflow);
    this.unchecked =
        judgement(defaults.onError(), rule(owner, "tools whose schema cannot be used"), workflow);
    this.checking = defaults.validateArguments();
  }

  /**
   * What holds where no entry speaks, alone in a list that no call has to make; {@code shadow} is
   * what would hold and does not bind, null where it binds.
   */
  private record Unknown(Judgement judgement, List<Judgement> alone, @Nullable Step shadow) {}

  private static Unknown unknown(
      Primitive primitive, Defaults defaults, String owner, @Nullable ApprovalWorkflow workflow) {
    Action written = defaults.unknown().of(primitive);
    Action binding = defaults.mode() == Mode.SHADOW ? Action.ALLOW : written;
    Judgement judgement =
        judgement(binding, rule(owner, "unknown " + primitive.section()), workflow);
    return new Unknown(
        judgement,
        List.of(judgement),
        binding == written ? null : matched(judgement).shadowing(written));
  }

  private Unknown of(Primitive primitive) {
    return Objects.requireNonNull(unknown.get(primitive));
  }

  /** What is added to what owners say of the tool, and takes its place where none says anything. */
  List<Judgement> judgements(CalledTool tool, ToolRules rules) {
    boolean unspoken = rules.isUnspoken();
    if (!tool.changed() && !leavesUnchecked(rules.check())) {
      return unspoken ? ofUnspoken(tool) : List.of();
    }
    List<Judgement> all = new ArrayList<>(unspoken ? ofUnspoken(tool) : List.of());
    if (tool.changed()) {
      all.addAll(rules.asked(changed));
    }
    if (leavesUnchecked(rules.check())) {
      all.addAll(rules.asked(unchecked));
    }
    return all;
  }

  /**
   * That it was come to, and what does not bind beside it; where arguments were to be checked and
   * were not, that is an error.
   */
  List<Step> steps(CalledTool tool, Judgement judgement) {
    if (judgement.rule().equals(unchecked.rule())) {
      return List.of(new Step(judgement.rule(), Step.Outcome.ERROR, UNCHECKED));
    }
    Unknown unknown = of(tool.primitive());
    if (unknown.shadow() == null || judgement.rule().equals(changed.rule())) {
      return List.of(matched(judgement));
    }
    return judgement.equals(unknown.judgement())
        ? List.of(unknown.shadow())
        : List.of(unknown.shadow(), matched(judgement));
  }

  private static Step matched(Judgement judgement) {
    return new Step(judgement.rule(), Step.Outcome.MATCHED, "");
  }

  private boolean leavesUnchecked(ArgumentCheck check) {
    return checking && !check.isUsable();
  }

  private List<Judgement> ofUnspoken(CalledTool tool) {
    return tool.isNew() ? List.of(added) : of(tool.primitive()).alone();
  }

  private static Action onChange(Defaults defaults) {
    return switch (defaults.onDefinitionChange()) {
      case ALLOW -> Action.ALLOW;
      case REQUIRE_APPROVAL -> Action.REQUIRE_APPROVAL;
      case HOLD -> Action.DENY;
    };
  }

  private static DecidingRule rule(String owner, String what) {
    return new DecidingRule(owner, null, null, 0, what, null);
  }

  private static Judgement judgement(
      Action action, DecidingRule rule, @Nullable ApprovalWorkflow workflow) {
    String message =
        "The policy of %s does not allow %s.".formatted(rule.owner(), rule.description());
    return new Judgement(action, rule, message, workflow, Judgement.Weight.PLAIN);
  }
}
