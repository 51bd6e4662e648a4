package ai.preloop.policies.conditions;

import static ai.preloop.policies.conditions.ConditionFixtures.COMPILER;
import static ai.preloop.policies.conditions.ConditionFixtures.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimpleConditionTests {

  @Test
  void comparesAPathWithOneLiteral() {
    assertOutcome("amount > 300", "{'amount':301}", "matched");
    assertOutcome("args.amount >= 300", "{'amount':300}", "matched");
    assertOutcome("args.a.b.c == 'x'", "{'a':{'b':{'c':'x'}}}", "matched");
    assertOutcome("amount < -1.5e2", "{'amount':-151}", "matched");
    assertOutcome("amount <= 2", "{'amount':3}", "not");
    assertOutcome("env != \"prod\"", "{'env':'test'}", "matched");
    assertOutcome("force == true", "{'force':true}", "matched");
  }

  @Test
  void readsNumericTextAsNumbers() {
    assertOutcome("amount > 300", "{'amount':'1000000'}", "matched");
    assertOutcome("amount == 300", "{'amount':'300.0'}", "matched");
    assertOutcome("amount > '300'", "{'amount':1000000}", "matched");
    assertOutcome("amount > 300", "{'amount':'a lot'}", "error");
    assertOutcome("amount > 300", "{'amount':'1e999999999'}", "error");
  }

  @Test
  void matchesAMissingFieldOnlyWithNull() {
    assertOutcome("a.b == null", "{}", "matched");
    assertOutcome("a.b == null", "{'a':null}", "matched");
    assertOutcome("a == null", "{'a':null}", "matched");
    for (String rest : List.of("!= null", "!= 'x'", "== 1", "< 5", "!= true")) {
      assertOutcome("a " + rest, "{}", "not");
    }
    assertOutcome("a.contains('x')", "{}", "not");
    assertOutcome("a != 'x'", "{'a':null}", "matched");
  }

  @Test
  void failsWhenATypeDoesNotFit() {
    assertOutcome("a > 1", "{'a':[2]}", "error");
    assertOutcome("a == 'x'", "{'a':true}", "error");
    assertOutcome("a < true", "{'a':false}", "error");
    assertOutcome("a.contains('x')", "{'a':['x']}", "error");
    assertOutcome("a.b == 1", "{'a':'text'}", "error");
    assertOutcome("a > null", "{'a':1}", "error");
  }

  @Test
  void findsTextInText() {
    assertOutcome("args.command.contains('deploy')", "{'command':'make deploy'}", "matched");
    assertOutcome("command.contains( \"it\\'s\" )", "{'command':'it\\u0027s'}", "matched");
    assertOutcome("command.contains('x')", "{'command':'y'}", "not");
  }

  @Test
  void hasBareTrueAndFalse() {
    assertOutcome("true", "{}", "matched");
    assertOutcome(" false ", "{}", "not");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "amount > 300 && env == 'prod'",
        "not force",
        "force",
        "a == b",
        "1 < a",
        "a.startsWith('x')",
        "a in ['x']",
        "a == ",
        "",
        "a = 1",
        "a == 'x' or a == 'y'",
        "true == a",
        "a[0] == 1"
      })
  void refusesAnythingMore(String expression) {
    Compilation compilation = COMPILER.compile(expression, Language.SIMPLE, null);
    assertThat(compilation.condition()).isNull();
    assertThat(compilation.defects())
        .singleElement()
        .satisfies(defect -> assertThat(defect.code()).isEqualTo("condition.not_simple"))
        .satisfies(defect -> assertThat(defect.error()).isTrue());
  }

  @Test
  void showsTheCelToWriteInstead() {
    assertThat(refusal("amount > 300 and env = 'a and b' or not args.force"))
        .contains("`args.amount > 300 && args.env == 'a and b' || ! args.force`");
    assertThat(refusal("a &&& b")).contains("write this as CEL");
  }

  @Test
  void checksThePathAgainstTheSchema() {
    Map<String, Object> schema =
        Map.of("properties", Map.of("amount", Map.of("type", "integer")), "type", "object");
    assertThat(COMPILER.compile("amont > 3", Language.SIMPLE, schema).defects())
        .singleElement()
        .satisfies(defect -> assertThat(defect.message()).endsWith("did you mean `amount`?"));
    assertThat(COMPILER.compile("amount > 3", Language.SIMPLE, schema).defects()).isEmpty();
    assertThat(COMPILER.compile("amount.contains('3')", Language.SIMPLE, schema).condition())
        .isNull();
  }

  private static String refusal(String expression) {
    return COMPILER.compile(expression, Language.SIMPLE, null).defects().getFirst().message();
  }

  private static void assertOutcome(String expression, String args, String expected) {
    assertThat(outcome(expression, Language.SIMPLE, args.replace('\'', '"')))
        .as("%s with %s", expression, args)
        .isEqualTo(expected);
  }
}
