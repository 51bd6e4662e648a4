package ai.preloop.activities.identity;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Slows guessing down: failed sign-ins for one name, and for all names together, may come in a
 * burst and then only at a rate (the generic cell rate algorithm, ITU-T I.371).
 */
final class SignInThrottle {

  private static final int MOST_NAMES = 10_000;
  private static final Rate EACH = new Rate(10, Duration.ofSeconds(10));
  private static final Rate TOGETHER = new Rate(100, Duration.ofSeconds(1));

  private final InstantSource clock;
  private final Map<String, Instant> names =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST_NAMES;
        }
      };
  private Instant together = Instant.EPOCH;

  SignInThrottle(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Takes a place for an attempt before it is known how it ends; RATE_LIMITED when none is left.
   */
  synchronized void attempt(String name) {
    Instant now = clock.instant();
    Instant own = EACH.next(names.getOrDefault(key(name), Instant.EPOCH), now);
    Instant all = TOGETHER.next(together, now);
    names.put(key(name), own);
    together = all;
  }

  /** Gives the place back: only failures count. */
  synchronized void succeeded(String name) {
    names.computeIfPresent(key(name), (same, until) -> until.minus(EACH.interval()));
    together = together.minus(TOGETHER.interval());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** So many at once, then one in each interval. */
  private record Rate(int burst, Duration interval) {

    Instant next(Instant before, Instant now) {
      Instant next = (before.isAfter(now) ? before : now).plus(interval);
      Duration ahead = Duration.between(now, next).minus(interval.multipliedBy(burst));
      if (ahead.isPositive()) {
        throw tooMany(ahead);
      }
      return next;
    }

    private static ProblemException tooMany(Duration wait) {
      long seconds = wait.plusMillis(999).toSeconds();
      return new ProblemException(
          ProblemType.RATE_LIMITED,
          "Too many sign-ins failed; try again in %d s.".formatted(seconds),
          Map.of("retry_after", seconds));
    }
  }
}
