package ai.preloop.activities.upstream;

import java.time.Duration;

/** The moment by which the whole of a call is over: waiting, opening a session and calling. */
public final class Deadline {

  private final long ends;
  private final Duration whole;

  private Deadline(long ends, Duration whole) {
    this.ends = ends;
    this.whole = whole;
  }

  public static Deadline in(Duration life) {
    return new Deadline(System.nanoTime() + life.toNanos(), life);
  }

  /** How long it was when it was set. */
  Duration whole() {
    return whole;
  }

  /** What is left of it, never less than nothing. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, ends - System.nanoTime()));
  }

  public boolean hasPassed() {
    return ends - System.nanoTime() <= 0;
  }

  /** This one, or later. */
  Deadline atLeast(Duration life) {
    return new Deadline(Math.max(ends, System.nanoTime() + life.toNanos()), whole);
  }

  /** This one, or sooner. */
  Deadline atMost(Duration life) {
    return new Deadline(Math.min(ends, System.nanoTime() + life.toNanos()), life);
  }
}
