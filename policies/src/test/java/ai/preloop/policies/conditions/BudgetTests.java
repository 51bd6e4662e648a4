package ai.preloop.policies.conditions;

import static ai.preloop.policies.conditions.ConditionFixtures.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent sends can make no condition take more memory or time than it is given. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BudgetTests {

  private static final String LARGE =
      "{\"x\":\"%s\",\"y\":\"%s\",\"n\":9223372036854775807,\"l\":[%s]}"
          .formatted("a".repeat(100_000), "b".repeat(100_000), "1,".repeat(5_000) + "1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "args.x.replace('a', args.y).contains('c')",
        "args.x.replace('', args.y).contains('c')",
        "args.x.replace('a', args.y, -1).contains('c')",
        "regex.replace(args.x, 'a', args.y).contains('c')",
        "regex.replace(args.x, 'a', args.y, 100000).contains('c')",
        "args.x.replace('a', 'aaaaaaaaaa').replace('a', 'aaaaaaaaaa').contains('c')",
        "lists.range(1000).map(i, args.x).join().contains('c')",
        "lists.range(10000).map(i, args.x + 'c').size() == 1",
        "lists.range(100).map(i, [args.x].join()).size() == 1",
        "args.l.exists(a, args.l.exists(b, args.l.exists(c, a + b + c > 3)))",
        "args.l.map(a, args.l.map(b, a * b)).size() == 1",
        "[args.l].map(x, [x, x, x, x].flatten()).map(x, [x, x, x, x].flatten())"
            + ".map(x, [x, x, x, x].flatten()).map(x, [x, x, x, x].flatten()).size() == 1",
        "[args.l].map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x)"
            + ".map(x, x + x).map(x, x + x).size() == 1",
        "[args.l, args.l].map(x, [[x, x], [x, x]].flatten(3)).map(x, [x, x, x, x].flatten())"
            + ".map(x, [x, x, x, x, x, x, x, x].flatten()).size() == 1",
        "strings.quote(strings.quote(strings.quote(strings.quote(strings.quote(strings.quote("
            + "strings.quote('\\\\' + args.x.replace('a', '\\\\')))))))) == ''",
        "lists.range(1000).map(i, args.x.split('')).size() == 1",
        "lists.range(1000).map(i, lists.range(10000)).size() == 1",
        "lists.range(1000).map(i, args.x.upperAscii()).size() == 1",
        ".regex.replace(args.x, 'a', args.y).contains('c')",
        "lists.range(args.n).size() > 1",
        "args.n + 1 > 0",
        "args.n * args.n > 0",
      })
  void whatGrowsEndsAsAnError(String expression) {
    assertThat(outcome(expression, Language.CEL, LARGE)).isEqualTo("error");
  }

  @Test
  void whatIsWithinABudgetHoldsToItsLastUnit() {
    assertThat(outcome("lists.range(10000).all(i, i < 10000)", Language.CEL, "{}"))
        .isEqualTo("matched");
    assertThat(outcome("(lists.range(10000) + [1]).all(i, i < 10000)", Language.CEL, "{}"))
        .isEqualTo("error");
    assertThat(ConditionFixtures.codes("(".repeat(31) + "args.x" + ")".repeat(31), null)).isEmpty();
    assertThat(ConditionFixtures.codes("(".repeat(32) + "args.x" + ")".repeat(32), null))
        .containsExactly("condition.too_deep");
    String longest = "args.x == '%s'".formatted("x".repeat(8_180));
    assertThat(longest).hasSize(8 * 1024);
    assertThat(ConditionFixtures.codes(longest, null)).isEmpty();
    assertThat(ConditionFixtures.codes(longest + " ", null)).containsExactly("condition.too_long");
  }

  @Test
  void whatPeopleMakeOfTextStillWorks() {
    assertThat(
            outcome(
                "args.x.replace('a', '-') + args.y != '' && [args.x, 'z'].join(', ').endsWith(', z')"
                    + " && regex.replace(args.y, 'b+', 'c') == 'c' && ['a', 'b'].join() == 'ab'",
                Language.CEL,
                LARGE))
        .isEqualTo("matched");
  }

  @Test
  void listsAreFlattenedAsFarAsIsSaid() {
    assertThat(
            outcome(
                "[[1], [2, [3]]].flatten() == [1, 2, [3]] && [[1], [2, [3]]].flatten(2) == [1, 2, 3]"
                    + " && [].flatten() == [] && [[1]].flatten(0) == [[1]]",
                Language.CEL,
                "{}"))
        .isEqualTo("matched");
    assertThat(outcome("[[1]].flatten(-1) == []", Language.CEL, "{}")).isEqualTo("error");
  }

  @Test
  void eachEvaluationHasTheWholeBudget() {
    for (int i = 0; i < 100; i++) {
      assertThat(outcome("(args.x + args.y).size() == 200000", Language.CEL, LARGE))
          .isEqualTo("matched");
    }
  }
}
