package ai.preloop.policies.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.conditions.Language;
import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.Defaults;
import ai.preloop.policies.documents.EntryLists;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.documents.Mode;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Rule;
import ai.preloop.policies.documents.SubjectEntry;
import ai.preloop.policies.documents.ToolEntry;
import ai.preloop.policies.documents.Unknowns;
import ai.preloop.policies.syntax.Position;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parts of policies that are made from one seed, and what is judged by them. */
record GeneratedPolicy(Random random) {

  private static final int SEEDS = 3_000;
  private static final int BLOCKS = 30;
  private static final List<String> EXPRESSIONS =
      List.of(
          "args.x == 1",
          "args.x > 2",
          "args.missing == 1",
          "args.x == 'text'",
          "true",
          "false",
          "",
          "tool.destructive || args.missing == 1",
          "principal.name == 'nightly-job'",
          "1 / (args.x - 1) > 0",
          "[1, 2][args.x] == 2",
          "int(args.x) > 2",
          "args.x.matches('a')");
  static final List<String> NAMES = List.of("bash", "ba*", "*");
  static final List<ApprovalWorkflow> WORKFLOWS =
      VerdictFixtures.document("w", VerdictFixtures.WORKFLOWS).approvalWorkflows();
  static final List<String> ARGUMENTS = List.of("{}", "{'x':1}", "{'x':3}", "{'x':'a'}");

  /** Blocks of seeds, for parameters. */
  static Stream<Integer> seeds() {
    return IntStream.range(0, BLOCKS).boxed();
  }

  static void each(int block, Consumer<GeneratedPolicy> property) {
    int size = SEEDS / BLOCKS;
    for (int seed = block * size; seed < (block + 1) * size; seed++) {
      property.accept(new GeneratedPolicy(new Random(seed)));
    }
  }

  static void assertNotLooser(List<Verdict> before, List<Verdict> after) {
    for (int i = 0; i < before.size(); i++) {
      assertThat(strictness(after.get(i)))
          .as("%s, then %s", before.get(i), after.get(i))
          .isGreaterThanOrEqualTo(strictness(before.get(i)));
    }
  }

  static int strictness(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Allow _ -> 0;
      case Verdict.Ask _ -> 1;
      case Verdict.Deny _ -> 2;
    };
  }

  static List<String> verdicts(PolicyDocument... documents) {
    return judged(documents).stream().map(VerdictFixtures::word).toList();
  }

  static List<Verdict> judged(PolicyDocument... documents) {
    CompiledPolicy policy = compiled(documents);
    return ARGUMENTS.stream()
        .map(args -> policy.judge(VerdictFixtures.call("bash", args)))
        .toList();
  }

  static CompiledPolicy compiled(PolicyDocument... documents) {
    return CompiledPolicy.compile(1, List.of(documents), List.of());
  }

  static ToolEntry with(ToolEntry entry, List<Rule> rules) {
    return new ToolEntry(
        entry.name(),
        entry.source(),
        entry.enabled(),
        entry.approvalWorkflow(),
        entry.justification(),
        rules,
        entry.otherwise(),
        entry.position());
  }

  <T> T pick(List<T> values) {
    return Objects.requireNonNull(values.get(random.nextInt(values.size())));
  }

  private @Nullable String workflow() {
    return random.nextBoolean() ? pick(WORKFLOWS).name() : null;
  }

  Rule rule(int number, Action action, Mode mode, boolean overridable) {
    return new Rule(
        number,
        new Rule.Condition(pick(EXPRESSIONS), Language.CEL),
        action,
        null,
        workflow(),
        mode,
        overridable,
        Position.UNKNOWN);
  }

  ToolEntry entry(String name, boolean conditional) {
    int size = conditional ? 1 + random.nextInt(3) : random.nextInt(4);
    List<Rule> rules =
        IntStream.rangeClosed(1, size)
            .mapToObj(number -> rule(number, pick(List.of(Action.values())), Mode.ENFORCE, false))
            .toList();
    Action otherwise = random.nextBoolean() ? pick(List.of(Action.values())) : null;
    return new ToolEntry(
        name,
        pick(List.of("", "mcp", "shell")).isEmpty() ? null : "mcp",
        true,
        workflow(),
        Justification.DISABLED,
        rules,
        otherwise,
        Position.UNKNOWN);
  }

  /** The entry, where some of its rules may be loosened. */
  ToolEntry overridable(ToolEntry entry) {
    return with(
        entry,
        entry.conditions().stream()
            .map(each ->
                new Rule(
                    each.number(),
                    each.condition(),
                    each.action(),
                    null,
                    each.approvalWorkflow(),
                    each.mode(),
                    random.nextBoolean(),
                    each.position()))
            .toList());
  }

  SubjectEntry subject() {
    return new SubjectEntry(
        SubjectEntry.Type.API_KEY,
        "nightly-job",
        EntryLists.ofTools(List.of(entry(pick(NAMES), false))),
        Position.UNKNOWN);
  }

  PolicyDocument document(List<ToolEntry> tools, List<SubjectEntry> subjects, Mode mode) {
    return new PolicyDocument(
        new PolicyDocument.Metadata("first", Map.of()),
        List.of(),
        WORKFLOWS,
        tools,
        subjects,
        new Defaults(
            Unknowns.ofTools(Action.ALLOW),
            true,
            Defaults.DefinitionChange.REQUIRE_APPROVAL,
            "first",
            Action.REQUIRE_APPROVAL,
            true,
            mode));
  }
}
