package ai.preloop.policies.budgets;

import java.math.BigDecimal;
import java.util.OptionalLong;

/** Money is counted in nanodollars and spoken of in US dollars. */
public final class Dollars {

  /** The most that a limit can be, a billion dollars: sums of it stay far from a long's end. */
  public static final long MOST = 1_000_000_000_000_000_000L;

  private static final int NANOS = 9;
  private static final int CENTS = 2;

  private Dollars() {}

  /** Exactly these dollars in nanodollars; empty for less than nothing, too much or too fine. */
  public static OptionalLong nanos(BigDecimal dollars) {
    long digits = (long) dollars.precision() - dollars.scale();
    if (dollars.signum() < 0 || digits > NANOS + 1) {
      return OptionalLong.empty();
    }
    BigDecimal nanos = dollars.movePointRight(NANOS).stripTrailingZeros();
    boolean fits = nanos.scale() <= 0 && nanos.compareTo(BigDecimal.valueOf(MOST)) <= 0;
    return fits ? OptionalLong.of(nanos.longValueExact()) : OptionalLong.empty();
  }

  /** These nanodollars in dollars, with two decimals or as many more as it has. */
  public static BigDecimal of(long nanos) {
    BigDecimal dollars = BigDecimal.valueOf(nanos, NANOS).stripTrailingZeros();
    return dollars.scale() < CENTS ? dollars.setScale(CENTS) : dollars;
  }

  /** As a sentence says it: {@code 12.50 USD}. */
  public static String said(long nanos) {
    return of(nanos).toPlainString() + " USD";
  }
}
