package ai.preloop.policies.conditions;

import static ai.preloop.policies.conditions.ConditionFixtures.COMPILER;
import static ai.preloop.policies.conditions.ConditionFixtures.codes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionCompilerTests {

  private static final Map<String, Object> SCHEMA =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of(
              "amount", Map.of("type", "integer"),
              "rate", Map.of("type", "number"),
              "note", Map.of("type", List.of("string", "null")),
              "tags", Map.of("type", "array", "items", Map.of("type", "string")),
              "any", Map.of(),
              "to", Map.of("$ref", "#/$defs/address"),
              "maybe", Map.of("anyOf", List.of(Map.of("type", "string"), Map.of("type", "null"))),
              "remote", Map.of("$ref", "https://example.test/schema.json"),
              "open", Map.of("type", "object", "additionalProperties", true)),
          "$defs",
          Map.of(
              "address",
              Map.of(
                  "type",
                  "object",
                  "properties",
                  Map.of(
                      "city",
                      Map.of("type", "string"),
                      "next",
                      Map.of("$ref", "#/$defs/address")))));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "args.amount > 3 && args.amount == 2.5 && args.rate > 1",
        "args['amount'] in [1, 2.5]",
        "args.note == null || args.note.contains('x')",
        "args.tags.exists(t, t == 'a') && 'b' in args.tags",
        "args.any.whatever.there.is == 3",
        "args.to.city == 'x' && args.to.next.next.city == 'y'",
        "args.to != null && size(args) > 1 && 'amount' in args",
        "args.exists(k, k.startsWith('a')) && args.to.all(k, k != '')",
        "args.maybe.startsWith('x') && args.remote.x == 1 && args.open.whatever == 1",
        "has(args.amount) && args.?amount.hasValue() && args[?'tags'].hasValue()",
        "args == {'amount': 1} && tool['read_only']",
        "args.`amount` > 1",
      })
  void acceptsWhatTheSchemaAllows(String expression) {
    assertThat(codes(expression, SCHEMA)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "args.amont > 3",
        "args['amont'] > 3",
        "has(args.amont)",
        "args.to.citty == 'x'",
        "args.to.next.citty == 'x'",
        "args.?amont.hasValue()",
        "tool.nme == 'x'",
        "agent.tag == []",
      })
  void refusesAnUnknownField(String expression) {
    assertThat(codes(expression, SCHEMA)).containsOnly("condition.unknown_field");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "args.amount == 'x'",
        "args.amount != 'x'",
        "args.amount.contains('x')",
        "args.note > 3",
        "args.tags == 'x'",
        "args.amount in ['x']",
        "args.tags.exists(t, t == 1)",
        "args.to.city == 3",
        "'a' == 1",
        "justification == 3",
        "now > 3",
        "tool.read_only == 'yes'",
      })
  void refusesAWrongType(String expression) {
    assertThat(codes(expression, SCHEMA)).contains("condition.wrong_type");
    assertThat(COMPILER.compile(expression, Language.CEL, SCHEMA).condition()).isNull();
  }

  @Test
  void saysWhereAndWhatWasMeant() {
    Defect defect = only("true &&\n  args.amont > 3");
    assertThat(defect)
        .isEqualTo(
            new Defect(
                "condition.unknown_field",
                true,
                2,
                7,
                "no such field `amont`, did you mean `amount`?"));
    assertThat(only("amount > 3").message()).endsWith("did you mean `args.amount`?");
    assertThat(only("arsg.x > 3").message()).endsWith("did you mean `args`?");
    assertThat(only("args.amount ==").code()).isEqualTo("condition.syntax");
  }

  @Test
  void needsABoolean() {
    assertThat(codes("args.amount + 1", SCHEMA)).containsExactly("condition.not_boolean");
    assertThat(codes("'true'", null)).containsExactly("condition.not_boolean");
    assertThat(codes("args.note", SCHEMA)).containsExactly("condition.not_boolean");
  }

  @Test
  void keepsTheBudgets() {
    assertThat(codes("args.x == '" + "x".repeat(8192) + "'", null))
        .containsExactly("condition.too_long");
    assertThat(codes("(".repeat(33) + "true" + ")".repeat(33), null))
        .containsExactly("condition.too_deep");
    assertThat(codes("(".repeat(20) + "args.x == 1" + ")".repeat(20), null)).isEmpty();
    assertThat(codes("args.x.matches('((a{50}){50}){50}')", null))
        .containsExactly("condition.regex");
    assertThat(codes("args.x.matches('[')", null)).containsExactly("condition.regex");
    assertThat(codes("-".repeat(8000) + "1 == 1", null)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "1 < 2", "args.x == 1 || true", "!(args.x == 1 && false)"})
  void warnsOfWhatAlwaysMatches(String expression) {
    assertWarning(expression, "condition.always_matches");
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "'a' == 'b'", "args.x == 1 && 1 > 2", "1 in []"})
  void warnsOfWhatNeverMatches(String expression) {
    assertWarning(expression, "condition.never_matches");
  }

  @Test
  void warnsOfWhatAlwaysFails() {
    assertWarning("1 / 0 == 1", "condition.always_fails");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "args.command.contains('rm')",
        "args['cmd'].startsWith('rm')",
        "args.script.matches('rm')",
        "matches(args.command, 'rm')",
        "args.command.lowerAscii().contains('rm')",
        "args['cmd'].trim().lowerAscii().startsWith('rm')",
      })
  void warnsOfShellText(String expression) {
    assertWarning(expression, "condition.shell_text");
  }

  @Test
  void warnsOfNothingElse() {
    assertThat(codes("args.title.contains('rm')", null)).isEmpty();
    assertThat(codes("args.command == 'ls'", null)).isEmpty();
    assertThat(codes("has(args.x)", null)).isEmpty();
  }

  @Test
  void runsWhatNoLongerChecks() {
    Compilation compilation = COMPILER.compileForRunning("args.amont > 3", Language.CEL);
    assertThat(compilation.condition()).isNotNull();
    assertThat(compilation.defects()).isEmpty();
  }

  @Test
  void survivesASchemaThatRefersToItselfManyTimes() {
    Map<String, Object> self = Map.of("$ref", "#/$defs/n");
    Map<String, Object> schema =
        Map.of(
            "type", "object",
            "properties", Map.of("n", self),
            "$defs",
                Map.of(
                    "n",
                    Map.of(
                        "type",
                        "object",
                        "properties",
                        Map.of("a", self, "b", self, "c", self, "d", self, "e", self))));
    assertThat(codes("args.n.a.b.c == null", schema)).isEmpty();
  }

  private static Defect only(String expression) {
    List<Defect> defects = COMPILER.compile(expression, Language.CEL, SCHEMA).defects();
    assertThat(defects).hasSize(1);
    return Objects.requireNonNull(defects.getFirst());
  }

  private static void assertWarning(String expression, String code) {
    Compilation compilation = COMPILER.compile(expression, Language.CEL, null);
    assertThat(compilation.condition()).isNotNull();
    assertThat(compilation.defects())
        .singleElement()
        .satisfies(defect -> assertThat(defect.code()).isEqualTo(code))
        .satisfies(defect -> assertThat(defect.error()).isFalse());
  }
}
