package ai.preloop.activities.generation;

import java.time.Duration;

/** By when something has to be done, by the clock of this process. */
record Deadline(long nanoTime) {

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** One that leaves so much time until this one. */
  Deadline before(Duration kept) {
    return new Deadline(nanoTime - kept.toNanos());
  }

  /** Nothing once it is over. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }
}
