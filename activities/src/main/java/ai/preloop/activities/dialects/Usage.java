package ai.preloop.activities.dialects;

/**
 * The tokens of one call, each counted once: {@code uncached} input, input read from the provider's
 * cache, input written to it, of which {@code cacheWriteHour} is kept there for an hour, and
 * output, of which {@code reasoning} is a part.
 */
public record Usage(
    long uncached,
    long cacheRead,
    long cacheWrite,
    long cacheWriteHour,
    long output,
    long reasoning) {

  public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

  /** No count is negative, none is larger than is believed, and reasoning is within output. */
  public static final long MOST = 1_000_000_000L;

  public Usage {
    uncached = believed(uncached);
    cacheRead = believed(cacheRead);
    cacheWrite = believed(cacheWrite);
    cacheWriteHour = Math.min(believed(cacheWriteHour), cacheWrite);
    output = believed(output);
    reasoning = Math.min(believed(reasoning), output);
  }

  /** Of which nothing is kept for an hour. */
  public Usage(long uncached, long cacheRead, long cacheWrite, long output, long reasoning) {
    this(uncached, cacheRead, cacheWrite, 0, output, reasoning);
  }

  private static long believed(long count) {
    return Math.clamp(count, 0, MOST);
  }

  public long input() {
    return uncached + cacheRead + cacheWrite;
  }

  public long total() {
    return input() + output;
  }

  /**
   * The input as the dialect counts it: Anthropic's leaves out what the cache is concerned with.
   */
  public long inputOf(Dialect dialect) {
    return dialect == Dialect.ANTHROPIC ? uncached : input();
  }

  /** The output as the dialect counts it: Gemini's leaves out the thoughts. */
  public long outputOf(Dialect dialect) {
    return dialect == Dialect.GEMINI ? output - reasoning : output;
  }
}
