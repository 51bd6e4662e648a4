package ai.preloop.policies.conditions;

import ai.preloop.policies.functions.TextBudget;
import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A planned CEL program, with the {@code patterns} that stay ready as long as it is there; what
 * fails in it is told in words that hold no value.
 */
record CelTest(CelRuntime.Program program, boolean makesText, List<Object> patterns)
    implements Condition.Test {

  CelTest {
    patterns = List.copyOf(patterns);
  }

  @Override
  public Outcome of(Map<Variable, Object> values) {
    if (makesText) {
      TextBudget.begin();
    }
    try {
      Object result = program.eval((String name) -> lookup(name, values));
      return result instanceof Boolean matched
          ? Outcome.of(matched)
          : new Outcome.Failed("the condition is not true or false");
    } catch (CelEvaluationException e) {
      return new Outcome.Failed(reason(e));
    }
  }

  private static Optional<Object> lookup(String name, Map<Variable, Object> values) {
    Variable variable = Variable.named(name);
    return variable == null
        ? Optional.empty()
        : Optional.ofNullable(values.get(variable)).map(SelectableMap::of);
  }

  private static String reason(CelEvaluationException e) {
    CelErrorCode code = e.getErrorCode();
    return switch (code) {
      case ATTRIBUTE_NOT_FOUND -> "a field is not there";
      case INDEX_OUT_OF_BOUNDS -> "an index is outside of its list";
      case DIVIDE_BY_ZERO -> "a division by zero";
      case DUPLICATE_ATTRIBUTE -> "a key is there twice";
      case INVALID_ARGUMENT -> "a value is not accepted by a function or comparison";
      case OVERLOAD_NOT_FOUND, AMBIGUOUS_OVERLOAD -> "a type does not fit an operation";
      case TYPE_NOT_FOUND -> "a type is not known";
      case NUMERIC_OVERFLOW -> "a number is too large";
      case ITERATION_BUDGET_EXCEEDED -> "more than 10,000 steps";
      case BAD_FORMAT -> "a value has the wrong format";
      case INTERNAL_ERROR -> "the expression cannot be evaluated";
    };
  }
}
