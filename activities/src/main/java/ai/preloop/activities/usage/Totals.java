package ai.preloop.activities.usage;

import java.math.BigDecimal;

/**
 * What calls come to. Input is with what the cache is concerned with, output with reasoning,
 * whatever the dialect. {@code costNanos} is of the calls whose cost is known; {@code open} ones
 * have none yet, {@code unpriced} ones never will, and {@code errors} were refused, failed or cut.
 */
public record Totals(Calls calls, Tokens tokens, BigDecimal costNanos) {

  /** How many there are, and of which kinds. */
  public record Calls(long all, long open, long errors, long estimated, long unpriced) {}

  /** How many tokens; the cached ones are part of the input, reasoning is part of the output. */
  public record Tokens(long input, long output, long cacheRead, long cacheWrite, long reasoning) {}
}
