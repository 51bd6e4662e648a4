package ai.preloop.policies.conditions;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;

/** Whatever is written, compiling answers, and what it gives can be evaluated. */
class ConditionFuzzTest {

  private static final Map<String, Object> SCHEMA =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of("amount", Map.of("type", "integer"), "command", Map.of("type", "string")));

  @FuzzTest(maxDuration = "1m")
  void compilesAnyCel(FuzzedDataProvider data) {
    tryOut(Language.CEL, data);
  }

  @FuzzTest(maxDuration = "1m")
  void compilesAnySimple(FuzzedDataProvider data) {
    tryOut(Language.SIMPLE, data);
  }

  private static void tryOut(Language language, FuzzedDataProvider data) {
    boolean typed = data.consumeBoolean();
    byte[] arguments = data.consumeBytes(data.consumeInt(0, 200));
    String expression = data.consumeRemainingAsString();
    Compilation compilation =
        ConditionFixtures.COMPILER.compile(expression, language, typed ? SCHEMA : null);
    Condition condition = compilation.condition();
    if (condition == null && compilation.defects().stream().noneMatch(Defect::error)) {
      throw new AssertionError("nothing came, and nothing was said");
    }
    Draft draft = ConditionFixtures.COMPILER.read(expression, language);
    if (draft.defects(Schema.of(typed ? SCHEMA : null)).stream().noneMatch(Defect::error)
        && condition == null) {
      throw new AssertionError("what is accepted does not run");
    }
    if (condition != null) {
      condition.evaluate(variable -> Arguments.of(arguments));
    }
  }
}
