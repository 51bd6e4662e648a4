package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.policies.problems.ProblemException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Whole numbers in requests, in every spelling that some provider takes for one: {@code 100},
 * {@code 1e2}, {@code 100.0} and, as the JSON of Protocol Buffers and lenient readers have it,
 * {@code "100"}. What some reader may take for another number is refused.
 */
final class Amounts {

  private static final BigDecimal MOST = BigDecimal.valueOf(Usage.MOST);
  private static final int LONGEST = 40;

  private Amounts() {}

  /** Null where there is none; zero too, which for some providers is no limit. */
  static @Nullable Long positive(String name, @Nullable JsonSlice value) {
    String digits = value == null ? null : digits(name, value);
    if (digits == null) {
      return null;
    }
    BigDecimal number = decimal(name, digits);
    if (number.signum() < 0) {
      throw noAmount(name);
    }
    // Compared before it is written out, for 1e999999999 has as many digits.
    if (number.compareTo(MOST) >= 0) {
      return Usage.MOST;
    }
    if (number.stripTrailingZeros().scale() > 0) {
      throw noAmount(name);
    }
    return number.signum() == 0 ? null : number.longValue();
  }

  private static @Nullable String digits(String name, JsonSlice value) {
    return switch (value.type()) {
      case NULL -> null;
      case NUMBER -> value.toString();
      case STRING -> String.valueOf(value.text());
      case OBJECT, ARRAY, BOOLEAN -> throw noAmount(name);
    };
  }

  private static BigDecimal decimal(String name, String digits) {
    if (digits.length() > LONGEST) {
      throw noAmount(name);
    }
    try {
      return new BigDecimal(digits.strip());
    } catch (NumberFormatException e) {
      throw noAmount(name).causedBy(e);
    }
  }

  private static ProblemException noAmount(String name) {
    return Refusal.because("The value of \"" + name + "\" has to be a whole number from 0 up.");
  }
}
