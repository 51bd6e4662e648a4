package ai.preloop.activities.prices;

import ai.preloop.activities.dialects.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a token costs, in picodollars (10^-12 US dollars), where a million tokens of 0.15 dollars
 * make 150,000; none costs more than {@link #MOST}. Where {@code above} is there, other rates hold
 * for the whole of a call with more input than that. What is added up here never overflows: four
 * billion tokens at the most are 4 * 10^18 nanodollars.
 */
public record Rates(
    long input,
    long output,
    long cacheRead,
    long cacheWrite,
    long cacheWriteHour,
    long reasoning,
    @Nullable Above above) {

  /** A million dollars for a million tokens. */
  public static final long MOST = 1_000_000_000_000L;

  private static final long PICO_PER_NANO = 1_000;
  private static final long MOST_INPUT = 3 * Usage.MOST;

  /** The rates of calls with more than so many tokens of input, cached ones among them. */
  public record Above(long tokens, Rates rates) {}

  public Rates {
    input = within(input);
    output = within(output);
    cacheRead = within(cacheRead);
    cacheWrite = within(cacheWrite);
    cacheWriteHour = within(cacheWriteHour);
    reasoning = within(reasoning);
  }

  /** Where it is the same how long input is cached. */
  public Rates(
      long input,
      long output,
      long cacheRead,
      long cacheWrite,
      long reasoning,
      @Nullable Above above) {
    this(input, output, cacheRead, cacheWrite, cacheWrite, reasoning, above);
  }

  public Rates(long input, long output, long cacheRead, long cacheWrite, long reasoning) {
    this(input, output, cacheRead, cacheWrite, reasoning, null);
  }

  private static long within(long rate) {
    return Math.clamp(rate, 0, MOST);
  }

  /** What the tokens cost, in nanodollars (10^-9 US dollars), rounded up. */
  public long cost(Usage usage) {
    if (above != null && usage.input() > above.tokens()) {
      return above.rates().cost(usage);
    }
    return new Sum()
        .and(usage.uncached(), input)
        .and(usage.cacheRead(), cacheRead)
        .and(usage.cacheWrite() - usage.cacheWriteHour(), cacheWrite)
        .and(usage.cacheWriteHour(), cacheWriteHour)
        .and(usage.output() - usage.reasoning(), output)
        .and(usage.reasoning(), reasoning)
        .nanos();
  }

  /** What a call can cost at the most that may have its input cached for an hour. */
  public long most(long inputTokens, long outputTokens) {
    return most(inputTokens, outputTokens, CacheTime.AN_HOUR);
  }

  /** For how long a call can have its input cached. */
  public enum CacheTime {
    MINUTES,
    AN_HOUR
  }

  /** Whether it matters for how long input is cached. */
  public boolean hasHour() {
    return cacheWriteHour > cacheWrite || (above != null && above.rates().hasHour());
  }

  /**
   * The most that so many tokens can cost, whatever they are counted as, in nanodollars: by the
   * dearest rates, since a count of before the call may be short of the provider's.
   */
  public long most(long inputTokens, long outputTokens, CacheTime time) {
    long written = time == CacheTime.AN_HOUR ? Math.max(cacheWrite, cacheWriteHour) : cacheWrite;
    long most =
        new Sum()
            .and(
                Math.clamp(inputTokens, 0, MOST_INPUT),
                Math.max(input, Math.max(cacheRead, written)))
            .and(Math.clamp(outputTokens, 0, Usage.MOST), Math.max(output, reasoning))
            .nanos();
    return above == null
        ? most
        : Math.max(most, above.rates().most(inputTokens, outputTokens, time));
  }

  /** Exact within a long: the thousandths of a nanodollar are added apart, and rounded up once. */
  private record Sum(long whole, long thousandths) {

    private Sum() {
      this(0, 0);
    }

    private Sum and(long tokens, long rate) {
      return new Sum(
          whole + tokens * (rate / PICO_PER_NANO), thousandths + tokens * (rate % PICO_PER_NANO));
    }

    private long nanos() {
      return whole + Math.ceilDiv(thousandths, PICO_PER_NANO);
    }
  }
}
