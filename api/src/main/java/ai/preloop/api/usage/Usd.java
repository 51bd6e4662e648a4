package ai.preloop.api.usage;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Nanodollars as US dollars, exactly. */
public final class Usd {

  private static final int NANO = 9;

  private Usd() {}

  public static BigDecimal of(BigDecimal nanos) {
    BigDecimal exact = nanos.movePointLeft(NANO).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  public static @Nullable BigDecimal of(@Nullable Long nanos) {
    return nanos == null ? null : of(BigDecimal.valueOf(nanos));
  }
}
