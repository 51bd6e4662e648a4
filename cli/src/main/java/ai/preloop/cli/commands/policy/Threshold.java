package ai.preloop.cli.commands.policy;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** How many of the calls may be judged otherwise: {@code 5%} of them, or {@code 12}. */
record Threshold(BigDecimal number, boolean percent) {

  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(%?)");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  static Optional<Threshold> of(String text) {
    var written = WRITTEN.matcher(text.strip());
    return written.matches()
        ? Optional.of(new Threshold(new BigDecimal(written.group(1)), !written.group(2).isEmpty()))
        : Optional.empty();
  }

  /** Compared without dividing, so that exactly 5 % is not more than 5 %. */
  boolean isExceededBy(long some, long all) {
    return percent
        ? BigDecimal.valueOf(some)
                .multiply(HUNDRED)
                .compareTo(number.multiply(BigDecimal.valueOf(all)))
            > 0
        : BigDecimal.valueOf(some).compareTo(number) > 0;
  }

  @Override
  public String toString() {
    return number.toPlainString() + (percent ? " %" : "");
  }
}
