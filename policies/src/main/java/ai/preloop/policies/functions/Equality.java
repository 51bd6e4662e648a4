package ai.preloop.policies.functions;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Equality that refuses to compare different kinds: a rule that asks whether a number is a text is
 * broken, and must not be read as "no".
 */
final class Equality {

  private Equality() {}

  static boolean equal(Object left, Object right) {
    Kind kind = Kind.of(left);
    Kind other = Kind.of(right);
    if (!kind.comparesWith(other)) {
      throw refused(kind, other);
    }
    if (kind != other) {
      return false;
    }
    return switch (kind) {
      case NULL -> true;
      case NUMBER -> sameNumber((Number) left, (Number) right);
      case LIST -> sameList((List<?>) left, (List<?>) right);
      case MAP -> sameMap((Map<?, ?>) left, (Map<?, ?>) right);
      case BOOLEAN, TEXT, BYTES, TIMESTAMP, DURATION, ANY -> Objects.equals(left, right);
    };
  }

  /** True when one is equal, an error when none is and one could not be compared. */
  static boolean contains(Collection<?> values, Object value) {
    CelInvalidArgumentException failure = null;
    for (Object each : values) {
      try {
        if (equal(each, value)) {
          return true;
        }
      } catch (CelInvalidArgumentException e) {
        failure = e;
      }
    }
    throwIfAny(failure);
    return false;
  }

  private static boolean sameList(List<?> left, List<?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    CelInvalidArgumentException failure = null;
    Iterator<?> others = right.iterator();
    for (Object each : left) {
      try {
        if (!equal(each, others.next())) {
          return false;
        }
      } catch (CelInvalidArgumentException e) {
        failure = e;
      }
    }
    throwIfAny(failure);
    return true;
  }

  private static boolean sameMap(Map<?, ?> left, Map<?, ?> right) {
    if (left.size() != right.size() || !left.keySet().stream().allMatch(right::containsKey)) {
      return false;
    }
    return sameList(
        List.copyOf(left.values()), left.keySet().stream().<Object>map(right::get).toList());
  }

  private static boolean sameNumber(Number left, Number right) {
    if (left instanceof Long a && right instanceof Long b) {
      return a.longValue() == b.longValue();
    }
    if (left instanceof Double a && right instanceof Double b) {
      return a.doubleValue() == b.doubleValue();
    }
    return isFinite(left) && isFinite(right) && exact(left).compareTo(exact(right)) == 0;
  }

  private static boolean isFinite(Number number) {
    return Double.isFinite(number.doubleValue());
  }

  private static BigDecimal exact(Number number) {
    return switch (number) {
      case Double d -> new BigDecimal(d);
      case UnsignedLong u -> new BigDecimal(u.bigIntegerValue());
      default -> BigDecimal.valueOf(number.longValue());
    };
  }

  private static void throwIfAny(@Nullable CelInvalidArgumentException failure) {
    if (failure != null) {
      throw failure;
    }
  }

  private static CelInvalidArgumentException refused(Kind left, Kind right) {
    return new CelInvalidArgumentException(
        new IllegalArgumentException(left.words() + " cannot be compared with " + right.words()));
  }
}
