package ai.preloop.policies.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Findings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever somebody sends, the answer is bounded; the time-out is for what would never end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BoundsTests {

  private static final String HEAD = "version: \"1.0\"\nmetadata: { name: Test }\n";

  @Test
  void tenMegabytesAreRefusedWithOneFindingAndNotParsed() {
    byte[] source = "\u0000".repeat(10_000_000).getBytes(StandardCharsets.UTF_8);

    assertThat(new PolicyReader().read(source, SurroundingsFixtures.OFFLINE).findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("document.too_large");
          assertThat(finding.message()).isEqualTo("A document has at most 4 MiB.");
        });
  }

  @Test
  void aliasesThatRepeatAliasesAreRefused() {
    var bomb =
        IntStream.rangeClosed(1, 30)
            .mapToObj(
                i -> "a%d: &a%d [ %s ]%n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9)))
            .collect(Collectors.joining("", "a0: &a0 lol\n", ""));

    assertThat(codes(read(bomb))).containsExactly("document.aliases");
  }

  @Test
  void nestingIsRefusedInEachOfItsForms() {
    for (var deep : List.of("[", "{ a: ", "- ", "? ", "a:\n", "\"", "{\"a\":[")) {
      assertThat(read(deep.repeat(200_000)).valid()).as(deep).isFalse();
    }
    assertThat(codes(read("[".repeat(2_000_000)))).containsExactly("document.depth");
  }

  @Test
  void ofTenThousandFindingsAThousandAreSaidAndTheRestIsCounted() {
    var findings =
        read(HEAD + "tools:\n" + lines(10_000, i -> "  - { nam: tool_" + i + " }")).findings();

    assertThat(findings).hasSize(Findings.LIMIT + 1);
    assertThat(findings.getLast().code()).isEqualTo("findings.more");
    assertThat(findings.getLast().message()).isEqualTo("19000 more findings are left out.");
  }

  @Test
  void whatIsNotHonouredYetIsBoundedAsWell() {
    var reading =
        read(
            HEAD
                + "approval_workflows:\n"
                + lines(10_000, i -> "  - { name: w%d, workflow_type: consensus }".formatted(i)));

    assertThat(reading.valid()).isTrue();
    assertThat(reading.honoured().findings()).hasSize(Findings.LIMIT + 1);
    assertThat(reading.honoured().findings().getLast().code()).isEqualTo("findings.more");
    assertThat(reading.honoured().valid()).isFalse();
  }

  @Test
  void aMessageIsBoundedWhateverItRepeats() {
    var findings =
        read(HEAD
                + "tools: [ { name: t, conditions: [ { expression: \""
                + "x".repeat(8_000)
                + "\" } ] } ]")
            .findings();

    assertThat(findings).extracting(Finding::code).contains("condition.unknown_name");
    assertThat(findings).allMatch(finding -> finding.message().length() <= 1_000);
  }

  @Test
  void twentyThousandWorkflowsThatEscalateInOneCircleAreOneFinding() {
    int most = 20_000;
    var circle =
        lines(
            most, i -> "  - { name: w%d, escalation_workflow: w%d }".formatted(i, (i + 1) % most));

    assertThat(read(HEAD + "approval_workflows:\n" + circle).findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("workflow.cycle");
          assertThat(finding.path()).isEqualTo("$.approval_workflows[0].escalation_workflow");
          assertThat(finding.message())
              .isEqualTo(
                  "This escalates in a circle: w0 → w1 → w2 → w3 → w4 → w5 → w6 → w7 → w8 → w9"
                      + " → … → w0.");
        });
  }

  @Test
  void aWayIntoACircleIsNotACircle() {
    var workflows =
        "  - { name: in, escalation_workflow: b }\n  - { name: a, escalation_workflow: b }\n  - { name: b, escalation_workflow: a }\n";

    assertThat(read(HEAD + "approval_workflows:\n" + workflows).findings())
        .extracting(Finding::path, Finding::message)
        .containsExactly(
            tuple(
                "$.approval_workflows[1].escalation_workflow",
                "This escalates in a circle: a → b → a."));
  }

  @Test
  void namesThatAreNotThereAreLookedForInBoundedTime() {
    var long64 = "x".repeat(55);
    var workflows = lines(10_000, i -> "  - { name: %s%d }".formatted(long64, i + 10_000));
    var tools =
        lines(
            10_000,
            i -> "  - { name: t%d, approval_workflow: %s%d }".formatted(i, long64, i + 30_000));

    var findings = read(HEAD + "approval_workflows:\n" + workflows + "tools:\n" + tools).findings();

    assertThat(findings).hasSize(Findings.LIMIT + 1);
    assertThat(findings.getFirst().message()).contains("Did you mean");
  }

  @Test
  void moreConditionsThanAnybodyWritesAreRefused() {
    var rules = "{expression: x, action: deny},".repeat(ConditionCheck.MOST_CONDITIONS + 1);

    assertThat(
            codes(read(HEAD + "tools: [{name: t, otherwise: deny, conditions: [" + rules + "]}]")))
        .containsExactly("document.too_large");
  }

  @Test
  void manyCredentialsAreReplacedInOneGo() {
    int many = 20_000;
    var servers =
        lines(
            many,
            i ->
                "  - {name: s%d, url: \"https://😀.test\", auth_type: bearer, auth_config: {token: t%d}}"
                    .formatted(i, i));
    var source = HEAD + "mcp_servers:\n" + servers;
    var reading = read(source);

    var replaced = reading.withReferences(source, literal -> "of-" + literal.value());

    assertThat(reading.literals()).hasSize(many);
    assertThat(replaced).contains("auth_config: {token: {\"secret\": \"of-t19999\"}}");
    assertThat(replaced)
        .hasSameSizeAs(source.replaceAll("token: (t\\d+)", "token: {\"secret\": \"of-$1\"}"));
  }

  private static String lines(int count, IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
  }

  private static List<String> codes(Reading reading) {
    return reading.findings().stream().map(Finding::code).toList();
  }

  private static Reading read(String source) {
    return new PolicyReader()
        .read(source.getBytes(StandardCharsets.UTF_8), Surroundings.offline(Map.of()));
  }
}
