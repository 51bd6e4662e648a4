package ai.preloop.policies.conditions;

import static ai.preloop.policies.conditions.ConditionFixtures.compiled;
import static ai.preloop.policies.conditions.ConditionFixtures.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionTests {

  private static final String TAGS = "{\"tags\":[\"ab\",\"c\"]}";

  @Test
  void readsEachVariable() {
    assertMatched("args.x == 1", "{\"x\":1}");
    assertMatched("tool.name == 'bash' && tool.server == 'shell' && tool.destructive", "{}");
    assertMatched("principal.name == 'nightly-job' && 'ci' in principal.roles", "{}");
    assertMatched("agent.name == '' && size(agent.tags) == 0", "{}");
    assertMatched("session.calls < 10 && session.started_at < now", "{}");
    assertMatched("flow.execution_id == ''", "{}");
    assertMatched("justification.startsWith('release')", "{}");
    assertMatched("now.getHours('Europe/Athens') == 12", "{}");
  }

  @Test
  void comparesNumbersAcrossTypes() {
    assertMatched("args.x == 1.0 && args.x > 0.5 && args.x < 2u", "{\"x\":1}");
    assertMatched("args.x == 1 && args.x in [1, 2]", "{\"x\":1.0}");
    assertMatched("args.x != 2.5 && 1 == 1.0 && 1u == 1", "{\"x\":2}");
    assertMatched(
        "args.x > 9223372036854775807 && args.x == 9223372036854775808u",
        "{\"x\":9223372036854775808}");
    assertNot("args.x == 9007199254740992.0", "{\"x\":9007199254740993}");
    assertNot("args.x == 9223372036854775807", "{\"x\":9.223372036854775807e18}");
  }

  @Test
  void refusesNumbersThatItCannotHold() {
    assertError("args.x > 1", "{\"x\":18446744073709551616}");
    assertError("args.x < 1", "{\"x\":-9223372036854775809}");
    assertError("args.x > 1.0", "{\"x\":1e400}");
    assertError("args.x + 1 > 0", "{\"x\":9223372036854775807}");
  }

  @Test
  void failsWhereArithmeticLeavesTheFiniteNumbers() {
    assertError("args.x / 0.0 > 1.0", "{\"x\":1.5}");
    assertError("args.x * 1e308 > 1.0", "{\"x\":10.5}");
    assertError("args.x + 1e308 > 1.0", "{\"x\":1.7e308}");
    assertError("-1e308 - args.x < 1.0", "{\"x\":1.7e308}");
    assertError("double(args.x) > 1.0", "{\"x\":\"Infinity\"}");
    assertError("!(double(args.x) < 1.0)", "{\"x\":\"NaN\"}");
    assertError("args.x < 1e999", "{\"x\":1}");
    assertError("[args.x].exists(i, i / 0.0 > 1.0)", "{\"x\":1.5}");
    assertError("math.sqrt(args.x) < 1.0", "{\"x\":-1.0}");
    assertMatched("args.x / 2.0 * 4.0 - 1.0 + 0.5 == 2.5", "{\"x\":1.5}");
    assertMatched("'a' + args.x == 'ab' && [1] + [2] == [1, 2]", "{\"x\":\"b\"}");
    assertMatched("now + duration('1h') > now && now - now == duration('0s')", "{}");
  }

  @Test
  void failsOnComparisonsBetweenKinds() {
    assertError("args.x == 1", "{\"x\":\"1\"}");
    assertError("args.x != 1", "{\"x\":\"1\"}");
    assertError("args.x == 'a'", "{\"x\":[\"a\"]}");
    assertError("args.x in ['a', 'b']", "{\"x\":1}");
    assertError("args.x in args.y", "{\"x\":1,\"y\":{\"a\":1}}");
    assertError("args.x == true", "{\"x\":\"true\"}");
    assertError("args.x < 1", "{\"x\":\"0\"}");
    assertError("args.x == [1]", "{\"x\":[\"1\"]}");
    assertError("args.x == {'a': 1}", "{\"x\":{\"a\":\"1\"}}");
  }

  @Test
  void comparesNullWithAnything() {
    assertMatched("args.x == null", "{\"x\":null}");
    assertMatched("args.x != null && args.x != 'a'", "{\"x\":1}".replace("1", "\"b\""));
    assertNot("args.x == 1", "{\"x\":null}");
    assertMatched("args.x != 1", "{\"x\":null}");
    assertNot("args.x in [1, 2]", "{\"x\":null}");
    assertMatched("args.x in [null, 'a']", "{\"x\":null}");
    assertNot("justification == null", "{}");
  }

  @Test
  void seesJsonNullAsPresent() {
    assertMatched("has(args.x)", "{\"x\":null}");
    assertNot("has(args.x)", "{}");
    assertMatched("has(args.x.y) && args.x.y == null", "{\"x\":{\"y\":null}}");
  }

  @Test
  void letsTrueWinOverAnError() {
    assertMatched("args.missing == 1 || true", "{}");
    assertMatched("true || args.missing == 1", "{}");
    assertNot("args.missing == 1 && false", "{}");
    assertError("args.missing == 1 || false", "{}");
  }

  @Test
  void failsOnAMissingKey() {
    assertError("args.x == 1", "{}");
    assertError("args.x == null", "{}");
    assertError("args['x'] == 1", "{}");
    assertError("!args.x", "{}");
    assertMatched("!has(args.x) || args.x == 1", "{}");
  }

  @Test
  void findsNothingInAnEmptyList() {
    assertNot("args.x in args.list", "{\"x\":1,\"list\":[]}");
    assertNot("args.list.exists(i, i > 1)", "{\"list\":[]}");
    assertMatched("args.x == args.list", "{\"x\":[1,{\"a\":null}],\"list\":[1.0,{\"a\":null}]}");
  }

  @Test
  void hasTheStandardMacrosAndTheExtensions() {
    assertMatched("args.tags.exists(t, t.startsWith('a')) && args.tags.all(t, size(t) > 0)", TAGS);
    assertMatched("args.tags.map(t, t.upperAscii()).join('-') == 'AB-C'", TAGS);
    assertMatched(
        "args.tags.filter(t, t == 'c').size() == 1 && args.tags.exists_one(t, t == 'c')", TAGS);
    assertMatched("args.tags[0].substring(1) == 'b' && args.tags[0].charAt(0) == 'a'", TAGS);
    assertMatched("math.greatest(1, 2) == 2 && math.abs(-1) == 1", "{}");
    assertMatched("lists.range(3) == [0, 1, 2] && [3, 1].sort() == [1, 3]", "{}");
    assertMatched("sets.contains(['a', 'b'], ['a']) && sets.intersects([1], [1, 2])", "{}");
    assertMatched("regex.replace('abc', 'b', 'x') == 'axc'", "{}");
    assertMatched("base64.encode(b'hello') == 'aGVsbG8='", "{}");
    assertMatched(
        "args.?missing.orValue('none') == 'none' && args[?'x'].hasValue() == false", TAGS);
    assertMatched("'a1b'.matches('[0-9]') && matches('a', '^a$')", "{}");
  }

  @Test
  void failsWhenABudgetIsSpent() {
    assertError("lists.range(200).all(i, lists.range(200).all(j, i + j >= 0))", "{}");
    assertError("lists.range(args.n).size() > 0", "{\"n\":1000000000}");
    assertError("'a'.matches(args.r)", "{\"r\":\"(((a{30}){30}){30})\"}");
    assertError("'a'.matches(args.r)", "{\"r\":\"[\"}");
    assertError("args.x == 1", "{\"x\":1,\"y\":\"" + "y".repeat(Arguments.LIMIT) + "\"}");
    assertMatched("tool.destructive", "{\"y\":\"" + "y".repeat(Arguments.LIMIT) + "\"}");
  }

  @Test
  void failsWhenTheResultIsNotBoolean() {
    assertError("args.x", "{\"x\":1}");
    assertMatched("args.x", "{\"x\":true}");
  }

  @Test
  void knowsWhatItReads() {
    assertThat(reads("args.a == 1 && args['b'].c > 2 && has(args.d) && args.a == tool.name"))
        .containsExactlyInAnyOrder("args.a", "args.b.c", "args.d", "tool.name");
    assertThat(reads("args.?e.hasValue()")).containsExactly("args.e");
    assertThat(reads("size(args) > 1")).containsExactly("args");
    assertThat(reads("args[tool.name] == 1")).containsExactlyInAnyOrder("args", "tool.name");
    assertThat(reads("args.a.exists(x, x == justification)"))
        .containsExactlyInAnyOrder("args.a", "justification");
    assertThat(compiled("a.b > 3", Language.SIMPLE).reads()).hasToString("[args.a.b]");
    assertThat(compiled("tool.read_only", Language.CEL).readsArguments()).isFalse();
    assertThat(compiled("args.a == 1", Language.CEL).readsArguments()).isTrue();
  }

  @Test
  void asksOnlyForWhatItReads() {
    Condition condition = compiled("justification == ''", Language.CEL);
    Outcome outcome =
        condition.evaluate(variable -> {
          if (variable != Variable.JUSTIFICATION) {
            throw new AssertionError(variable);
          }
          return "";
        });
    assertThat(outcome).isEqualTo(Outcome.MATCHED);
  }

  @Test
  void letsAFaultOfOursThrough() {
    Condition condition = compiled("true || args.x == 1", Language.CEL);
    assertThatThrownBy(() ->
            condition.evaluate(variable -> {
              throw new IllegalStateException(variable.symbol());
            }))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void tellsNoValueInAReason() {
    Condition condition = compiled("args.x + 1 > int(args.y)", Language.CEL);
    Outcome outcome = condition.evaluate(variable -> Map.of("x", "hunter2", "y", "hunter2"));
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.toString()).doesNotContain("hunter2");
  }

  private static List<String> reads(String expression) {
    return compiled(expression, Language.CEL).reads().stream().map(Read::toString).toList();
  }

  private static void assertMatched(String expression, String args) {
    assertThat(outcome(expression, Language.CEL, args)).as(expression).isEqualTo("matched");
  }

  private static void assertNot(String expression, String args) {
    assertThat(outcome(expression, Language.CEL, args)).as(expression).isEqualTo("not");
  }

  private static void assertError(String expression, String args) {
    assertThat(outcome(expression, Language.CEL, args)).as(expression).isEqualTo("error");
  }
}
