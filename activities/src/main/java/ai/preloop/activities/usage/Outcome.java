package ai.preloop.activities.usage;

import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.traces.Trace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a call of a model ended. */
public record Outcome(
    Status status, Served served, Usage usage, Cost cost, Timing timing, Trace trace) {

  /** One that leaves nothing beside its row. */
  public Outcome(Status status, Served served, Usage usage, Cost cost, Timing timing) {
    this(status, served, usage, cost, timing, Trace.NONE);
  }

  /** How it ended, as the ledger says it. */
  public enum Status {
    /** Answered to its end. */
    OK,
    /** Answered with an error of the provider. */
    REFUSED,
    /** Not answered: not reached, timed out, or cut before the first byte. */
    FAILED,
    /** Cut by the provider within its answer, or ended with an error there. */
    CUT,
    /** The client left before the end. */
    LEFT,
    /** The node that had it ended first; what it used is not known. */
    PARTIAL
  }

  /** Who served it: the last provider that was asked, null where none was. */
  public record Served(
      @Nullable String provider,
      @Nullable String identifier,
      int httpStatus,
      @Nullable String upstreamRequestId) {

    public static final Served NOBODY = new Served(null, null, 0, null);
  }

  /**
   * What it cost, in nanodollars, null where nobody knows the price; {@code estimated} where the
   * provider did not say what was used.
   */
  public record Cost(@Nullable Long nanos, String priceSource, boolean estimated) {}

  /** To the first byte of the answer, null where none came, and to its end. */
  public record Timing(@Nullable Duration firstByte, Duration whole) {}
}
