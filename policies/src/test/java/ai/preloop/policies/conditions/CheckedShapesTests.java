package ai.preloop.policies.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one expression was found to be says nothing wrong of another one. */
class CheckedShapesTests {

  private final ConditionCompiler compiler = new ConditionCompiler();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "1 == 1 | 1 == 'a'",
        "[1, 2].exists(i, i > 1) | [1, 2].exists(i, i > 'a')",
        "{'a': 1}.a > 1 | {'a': 'b'}.a > 1",
        "args.x.size() > 1 | args.x.size() > true",
        "justification.contains('x') | justification.contains(1)",
        "tool.name == 'x' | tool.nam == 'x'",
        "tool['name'] == 'x' | tool['nam'] == 'x'",
        "math.greatest(1, 2) > 1 | math.greatest(1, 'b') > 1",
        "now > timestamp('2026-01-01T00:00:00Z') | now > 1",
        "args['a'] == 'b' | unknown['a'] == 'b'",
        "has(args.a) | args.a.size()",
      })
  void anErrorIsFoundBesideATwinThatHasNone(String right, String wrong) {
    assertThat(errors(compiler, right)).isEmpty();

    assertThat(errors(compiler, wrong))
        .isNotEmpty()
        .isEqualTo(errors(new ConditionCompiler(), wrong));
  }

  @Test
  void twinsRunWithTheirOwnLiterals() {
    for (int i = 0; i < 5; i++) {
      var expected = i > 2 ? "matched" : "not";
      assertThat(outcome("args.x + %d > 2".formatted(i))).isEqualTo(expected);
      assertThat(outcome("math.greatest(%d, args.x) > 2".formatted(i))).isEqualTo(expected);
      assertThat(outcome("'%d' in ['3', '4', args.y]".formatted(i))).isEqualTo(expected);
      assertThat(outcome("sets.contains([3, 4], [%d])".formatted(i))).isEqualTo(expected);
      assertThat(outcome("optional.of(%d).orValue(0) > 2".formatted(i))).isEqualTo(expected);
      assertThat(outcome("[%d, args.x].exists(n, n > 2)".formatted(i))).isEqualTo(expected);
    }
  }

  /** The two would be one if a name did not say where it ends. */
  @Test
  void aFieldMayBeCalledAnything() {
    assertThat(errors(compiler, "tool['a (1IDENT 1:b)'] == 1")).isNotEmpty();
    assertThat(errors(compiler, "args['a (1IDENT 1:b)'] == 1")).isEmpty();
  }

  @Test
  void whatChecksAgainstOneSchemaNeedNotAgainstAnother() {
    var expression = "args.to.size > %d && args.to.all.exists(x, x > %d)";

    assertThat(errors(expression.formatted(1, 2), "integer", "integer")).isEmpty();
    assertThat(errors(expression.formatted(3, 4), "integer", "integer")).isEmpty();
    assertThat(errors(expression.formatted(5, 6), "string", "integer")).isNotEmpty();
    assertThat(errors(expression.formatted(7, 8), "integer", "string")).isNotEmpty();
    assertThat(errors(compiler, expression.formatted(9, 10))).isEmpty();
  }

  private List<Defect> errors(String expression, String size, String item) {
    var inner =
        Map.of(
            "size",
            Map.of("type", size),
            "all",
            Map.of("type", "array", "items", Map.of("type", item)));
    Map<String, Object> schema =
        Map.of("properties", Map.of("to", Map.of("type", "object", "properties", inner)));
    return errors(compiler.compile(expression, Language.CEL, schema));
  }

  private static String outcome(String expression) {
    return ConditionFixtures.outcome(expression, Language.CEL, "{\"x\": 0, \"y\": \"\"}");
  }

  private static List<Defect> errors(ConditionCompiler compiler, String expression) {
    return errors(compiler.compile(expression, Language.CEL, null));
  }

  private static List<Defect> errors(Compilation compilation) {
    return compilation.defects().stream().filter(Defect::error).toList();
  }
}
