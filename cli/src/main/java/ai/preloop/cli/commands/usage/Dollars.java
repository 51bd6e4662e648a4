package ai.preloop.cli.commands.usage;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import tools.jackson.databind.JsonNode;

/** US dollars to be read: four digits that count, and cents at least. */
public final class Dollars {

  private static final int DIGITS = 4;
  private static final int CENTS = 2;

  private Dollars() {}

  public static String of(JsonNode node) {
    return node.isNumber() ? "$" + readable(node.decimalValue()) : "";
  }

  private static String readable(BigDecimal exact) {
    int whole = Math.max(0, exact.precision() - exact.scale());
    BigDecimal rounded =
        exact.round(new MathContext(Math.max(DIGITS, whole + CENTS), RoundingMode.HALF_UP));
    BigDecimal shortest = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    return shortest
        .setScale(Math.max(CENTS, shortest.scale()), RoundingMode.UNNECESSARY)
        .toPlainString();
  }
}
