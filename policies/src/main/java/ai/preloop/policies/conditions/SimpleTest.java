package ai.preloop.policies.conditions;

import ai.preloop.policies.functions.Kind;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The forms that {@code simple} has, and what they mean. */
sealed interface SimpleTest extends Condition.Test {

  /** Throws {@link EvaluationException} when a type does not fit. */
  boolean holds(Object args);

  @Override
  default Outcome of(Map<Variable, Object> values) {
    Object args = values.get(Variable.ARGS);
    try {
      return Outcome.of(holds(args == null ? Map.of() : args));
    } catch (EvaluationException e) {
      return new Outcome.Failed(e.reason());
    } catch (CelInvalidArgumentException e) {
      return new Outcome.Failed("a value is not there");
    }
  }

  /** A bare {@code true} or {@code false}. */
  record Constant(boolean value) implements SimpleTest {

    @Override
    public boolean holds(Object args) {
      return value;
    }
  }

  /** {@code path.contains('text')}. */
  record Contains(SimplePath path, String text) implements SimpleTest {

    @Override
    public boolean holds(Object args) {
      Optional<Object> value = path.in(args);
      if (value.isEmpty()) {
        return false;
      }
      if (value.get() instanceof String string) {
        return string.contains(text);
      }
      throw new EvaluationException("`contains` reads text, and this is not text");
    }
  }

  /** {@code path operator literal}; the literal is a text, a number, true, false or null. */
  record Comparison(SimplePath path, Operator operator, Object literal) implements SimpleTest {

    @Override
    public boolean holds(Object args) {
      Optional<Object> found = path.in(args);
      if (found.isEmpty()) {
        return operator == Operator.EQUAL && literal instanceof NullValue;
      }
      Object value = found.get();
      return operator.isEquality()
          ? equal(value) == (operator == Operator.EQUAL)
          : operator.accepts(order(value));
    }

    private boolean equal(Object value) {
      if (value instanceof NullValue || literal instanceof NullValue) {
        return value.equals(literal);
      }
      if (value instanceof Boolean && literal instanceof Boolean) {
        return value.equals(literal);
      }
      return order(value) == 0;
    }

    private int order(Object value) {
      if (value instanceof String left && literal instanceof String right) {
        return left.compareTo(right);
      }
      if (value instanceof Number || literal instanceof Number) {
        return number(value).compareTo(number(literal));
      }
      throw unfit(value);
    }

    /** A number, or text that is one: {@code "1000000" > 300} holds. */
    private static BigDecimal number(Object value) {
      return switch (value) {
        case Long number -> BigDecimal.valueOf(number);
        case Double number when Double.isFinite(number) -> new BigDecimal(number.toString());
        case UnsignedLong number -> new BigDecimal(number.bigIntegerValue());
        case BigDecimal number -> number;
        case String text when NUMBER.matcher(text).matches() -> new BigDecimal(text);
        default -> throw unfit(value);
      };
    }

    private static EvaluationException unfit(Object value) {
      return new EvaluationException(Kind.of(value).words() + " does not fit the comparison");
    }
  }

  /** The numbers that text may hold; the exponent is short, so that none is expensive. */
  Pattern NUMBER = Pattern.compile("-?\\d{1,400}(\\.\\d{1,400})?([eE][+-]?\\d{1,3})?");

  /** How a value stands to the literal. */
  enum Operator {
    EQUAL("=="),
    UNEQUAL("!="),
    AT_LEAST(">="),
    AT_MOST("<="),
    MORE(">"),
    LESS("<");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    String symbol() {
      return symbol;
    }

    boolean isEquality() {
      return this == EQUAL || this == UNEQUAL;
    }

    boolean accepts(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case UNEQUAL -> order != 0;
        case AT_LEAST -> order >= 0;
        case AT_MOST -> order <= 0;
        case MORE -> order > 0;
        case LESS -> order < 0;
      };
    }
  }
}
