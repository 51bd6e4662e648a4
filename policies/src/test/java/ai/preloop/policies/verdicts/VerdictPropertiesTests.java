package ai.preloop.policies.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.conditions.Language;
import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.Defaults;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.documents.Mode;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Rule;
import ai.preloop.policies.documents.SubjectEntry;
import ai.preloop.policies.documents.ToolEntry;
import ai.preloop.policies.syntax.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every policy, tried with policies made from seeds. */
class VerdictPropertiesTests {

  private static final int SEEDS = 3_000;
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
          "principal.name == 'nightly-job'");
  private static final List<String> NAMES = List.of("bash", "ba*", "*");
  private static final List<ApprovalWorkflow> WORKFLOWS =
      VerdictFixtures.document("w", VerdictFixtures.WORKFLOWS).approvalWorkflows();
  private static final List<String> ARGUMENTS = List.of("{}", "{'x':1}", "{'x':3}", "{'x':'a'}");

  private static final Logger NOISE = Logger.getLogger(CompiledPolicy.class.getName());

  @BeforeAll
  static void faultsAreExpected() {
    NOISE.setLevel(Level.OFF);
  }

  @AfterAll
  static void faultsAreNotExpected() {
    NOISE.setLevel(null);
  }

  static Stream<Integer> seeds() {
    return IntStream.range(0, 30).boxed();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void otherToolsAndTheOrderOfEntriesChangeNothing(int block) {
    each(
        block,
        made -> {
          ToolEntry mine = made.entry("bash", false);
          List<ToolEntry> entries = new ArrayList<>(List.of(mine));
          IntStream.range(0, 4).forEach(i -> entries.add(made.entry("other_" + i, false)));
          List<ToolEntry> shuffled = new ArrayList<>(entries);
          Collections.shuffle(shuffled, made.random);
          List<String> alone = verdicts(made.document(List.of(mine), List.of(), Mode.ENFORCE));
          assertThat(verdicts(made.document(entries, List.of(), Mode.ENFORCE))).isEqualTo(alone);
          assertThat(verdicts(made.document(shuffled, List.of(), Mode.ENFORCE))).isEqualTo(alone);
        });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anotherDenialNeverPermitsMore(int block) {
    each(
        block,
        made -> {
          ToolEntry entry = made.entry("bash", true);
          List<Rule> rules = new ArrayList<>(entry.conditions());
          rules.add(
              made.random.nextInt(rules.size() + 1),
              made.rule(0, Action.DENY, Mode.ENFORCE, false));
          List<Verdict> before = judged(made.document(List.of(entry), List.of(), Mode.ENFORCE));
          List<Verdict> after =
              judged(made.document(List.of(with(entry, rules)), List.of(), Mode.ENFORCE));
          assertNotLooser(before, after);
        });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anotherOwnerOrSubjectNeverPermitsMore(int block) {
    each(
        block,
        made -> {
          PolicyDocument first =
              made.document(List.of(made.entry("bash", false)), List.of(), Mode.ENFORCE);
          PolicyDocument second =
              new PolicyDocument(
                  new PolicyDocument.Metadata("second", Map.of()),
                  List.of(),
                  WORKFLOWS,
                  List.of(made.entry(made.pick(NAMES), false)),
                  List.of(made.subject()),
                  null);
          assertNotLooser(judged(first), judged(first, second));
        });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shadowRulesChangeNothing(int block) {
    each(
        block,
        made -> {
          ToolEntry entry = made.entry("bash", false);
          List<Rule> rules = new ArrayList<>(entry.conditions());
          rules.add(
              made.random.nextInt(rules.size() + 1),
              made.rule(0, made.pick(List.of(Action.values())), Mode.SHADOW, false));
          assertThat(verdicts(made.document(List.of(with(entry, rules)), List.of(), Mode.ENFORCE)))
              .isEqualTo(verdicts(made.document(List.of(entry), List.of(), Mode.ENFORCE)));
        });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aShadowDocumentNeverBlocks(int block) {
    each(
        block,
        made -> {
          PolicyDocument shadow =
              made.document(
                  List.of(made.entry(made.pick(NAMES), false)),
                  List.of(made.subject()),
                  Mode.SHADOW);
          assertThat(verdicts(shadow)).containsOnly("allow");
        });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theSameInputGivesTheSameVerdict(int block) {
    each(
        block,
        made -> {
          PolicyDocument document =
              made.document(
                  List.of(made.entry(made.pick(NAMES), false)),
                  List.of(made.subject()),
                  Mode.ENFORCE);
          assertThat(judged(document)).isEqualTo(judged(document));
        });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void afterAFaultNothingIsAllowedThatWouldHaveRead(int block) {
    each(
        block,
        made -> {
          ToolEntry entry = made.entry("bash", true);
          CompiledPolicy policy =
              compiled(made.document(List.of(entry), List.of(made.subject()), Mode.ENFORCE));
          boolean[] failed = new boolean[1];
          Call call =
              new Call(
                  VerdictFixtures.NIGHTLY,
                  VerdictFixtures.tool("bash"),
                  () -> {
                    failed[0] = true;
                    throw new IllegalStateException("broken");
                  },
                  "",
                  VerdictFixtures.NOW,
                  false);
          Verdict verdict = policy.judge(call);
          if (failed[0]) {
            assertThat(verdict)
                .isInstanceOfSatisfying(
                    Verdict.Deny.class,
                    deny -> assertThat(deny.cause()).isEqualTo(Verdict.Cause.INTERNAL_ERROR));
          }
        });
  }

  private static void each(int block, Consumer<Made> property) {
    int size = SEEDS / 30;
    for (int seed = block * size; seed < (block + 1) * size; seed++) {
      property.accept(new Made(new Random(seed)));
    }
  }

  private static void assertNotLooser(List<Verdict> before, List<Verdict> after) {
    for (int i = 0; i < before.size(); i++) {
      assertThat(strictness(after.get(i)))
          .as("%s, then %s", before.get(i), after.get(i))
          .isGreaterThanOrEqualTo(strictness(before.get(i)));
    }
  }

  private static int strictness(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Allow _ -> 0;
      case Verdict.Ask _ -> 1;
      case Verdict.Deny _ -> 2;
    };
  }

  private static List<String> verdicts(PolicyDocument... documents) {
    return judged(documents).stream().map(VerdictFixtures::word).toList();
  }

  private static List<Verdict> judged(PolicyDocument... documents) {
    CompiledPolicy policy = compiled(documents);
    return ARGUMENTS.stream()
        .map(args -> policy.judge(VerdictFixtures.call("bash", args)))
        .toList();
  }

  private static CompiledPolicy compiled(PolicyDocument... documents) {
    return CompiledPolicy.compile(1, List.of(documents), List.of());
  }

  private static ToolEntry with(ToolEntry entry, List<Rule> rules) {
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

  /** Parts of policies from one seed. */
  private record Made(Random random) {

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

    SubjectEntry subject() {
      return new SubjectEntry(
          SubjectEntry.Type.API_KEY,
          "nightly-job",
          List.of(entry(pick(NAMES), false)),
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
              Action.ALLOW,
              true,
              Defaults.DefinitionChange.REQUIRE_APPROVAL,
              "first",
              Action.REQUIRE_APPROVAL,
              true,
              mode));
    }
  }
}
