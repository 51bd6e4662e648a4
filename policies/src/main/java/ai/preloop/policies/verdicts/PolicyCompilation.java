package ai.preloop.policies.verdicts;

import ai.preloop.policies.conditions.Compilation;
import ai.preloop.policies.conditions.Condition;
import ai.preloop.policies.conditions.ConditionCompiler;
import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.Defaults;
import ai.preloop.policies.documents.EntryLists;
import ai.preloop.policies.documents.Mode;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Rule;
import ai.preloop.policies.documents.SubjectEntry;
import ai.preloop.policies.documents.ToolEntry;
import ai.preloop.policies.memory.WhileHeld;
import ai.preloop.policies.output.OutputPolicy;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes of the entries of documents what can be run. */
final class PolicyCompilation {

  private static final ConditionCompiler CONDITIONS = new ConditionCompiler();

  /** Those of all policies that somebody holds: the next version has mostly those of this one. */
  private static final WhileHeld<Rule.Condition, Condition> LIVE = new WhileHeld<>();

  private final Workflows workflows;
  private final Defaults defaults;

  PolicyCompilation(Workflows workflows, Defaults defaults) {
    this.workflows = workflows;
    this.defaults = defaults;
  }

  EntryIndex index(PolicyDocument document) {
    return index(new Author(document, null), document.entries());
  }

  EntryIndex index(PolicyDocument document, SubjectEntry subject) {
    return index(new Author(document, subject), subject.entries());
  }

  static List<DecidingRule> rulesOf(PolicyDocument document) {
    Stream<DecidingRule> everybodys = rules(new Author(document, null), document.entries());
    Stream<DecidingRule> subjects =
        document.subjects().stream()
            .flatMap(subject -> rules(new Author(document, subject), subject.entries()));
    return Stream.concat(everybodys, subjects).toList();
  }

  private static Stream<DecidingRule> rules(Author author, EntryLists entries) {
    return entries.all().stream()
        .flatMap(each -> each.entry().conditions().stream().map(rule -> author.rule(each, rule)));
  }

  private EntryIndex index(Author author, EntryLists entries) {
    return new EntryIndex(entries.all().parallelStream().map(each -> entry(author, each)).toList());
  }

  private CompiledEntry entry(Author author, EntryLists.Entry entry) {
    List<CompiledRule> rules =
        entry.entry().conditions().stream().map(rule -> rule(author, entry, rule)).toList();
    return new CompiledEntry(
        entry,
        author.binds(),
        rules,
        otherwise(author, entry),
        defaults.onError(),
        output(author, entry.entry()));
  }

  private OutputPolicy.Owned output(Author author, ToolEntry entry) {
    return new OutputPolicy.Owned(
        author.owner(),
        entry.output(),
        rule ->
            workflows.resolve(author.owner(), rule.approvalWorkflow(), entry.approvalWorkflow()));
  }

  private CompiledRule rule(Author author, EntryLists.Entry entry, Rule rule) {
    Judgement judgement =
        new Judgement(
            rule.action(),
            author.rule(entry, rule),
            rule.description(),
            workflows.resolve(
                author.owner(), rule.approvalWorkflow(), entry.entry().approvalWorkflow()),
            author.weight(rule));
    return new CompiledRule(
        condition(judgement.rule(), rule), rule.mode() == Mode.SHADOW, judgement);
  }

  private static @Nullable Condition condition(DecidingRule name, Rule rule) {
    Rule.Condition source = rule.condition();
    if (source == null || source.expression().isBlank()) {
      return null;
    }
    return LIVE.of(source, () -> compiled(name, source));
  }

  private static Condition compiled(DecidingRule name, Rule.Condition source) {
    Compilation compilation = CONDITIONS.compileForRunning(source.expression(), source.language());
    Condition condition = compilation.condition();
    if (condition == null) {
      throw new ProblemException(
          ProblemType.POLICY_INVALID,
          "Rule %d of %s does not compile: %s."
              .formatted(name.number(), name.owner(), compilation.defects().getFirst().message()));
    }
    return condition;
  }

  private Judgement otherwise(Author author, EntryLists.Entry entry) {
    Action action = entry.entry().whenNothingMatches();
    return new Judgement(
        action,
        author.otherwise(entry, action),
        null,
        workflows.resolve(author.owner(), null, entry.entry().approvalWorkflow()),
        Judgement.Weight.PLAIN);
  }

  /** Who speaks in an entry: a document, for everybody or for one subject. */
  private record Author(PolicyDocument document, @Nullable SubjectEntry subject) {

    String owner() {
      return document.owner();
    }

    boolean binds() {
      return document.defaults() == null || document.defaults().mode() == Mode.ENFORCE;
    }

    DecidingRule rule(EntryLists.Entry entry, Rule rule) {
      return new DecidingRule(
          owner(),
          subjectName(),
          entry.name(),
          rule.number(),
          rule.description(),
          rule.condition() == null ? null : rule.condition().expression());
    }

    DecidingRule otherwise(EntryLists.Entry entry, Action action) {
      return new DecidingRule(
          owner(),
          subjectName(),
          entry.name(),
          0,
          "otherwise " + action.name().toLowerCase(Locale.ROOT),
          null);
    }

    Judgement.Weight weight(Rule rule) {
      if (subject != null && rule.action() == Action.ALLOW) {
        return Judgement.Weight.LOOSENING;
      }
      return rule.overridable() ? Judgement.Weight.OVERRIDABLE : Judgement.Weight.PLAIN;
    }

    private @Nullable String subjectName() {
      return subject == null
          ? null
          : subject.type().name().toLowerCase(Locale.ROOT)
              + " "
              + Objects.requireNonNull(subject).name();
    }
  }
}
