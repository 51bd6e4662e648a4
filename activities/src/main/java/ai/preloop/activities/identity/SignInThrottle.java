package ai.preloop.activities.identity;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows guessing down: failed sign-ins may come in a burst and then only at a rate (the generic
 * cell rate algorithm, ITU-T I.371), for one name from one place, for one place, and for all
 * together. A place that did not fail of late has a reserve, so that others cannot keep it out.
 */
final class SignInThrottle {

  private static final int MOST_KEPT = 10_000;
  private static final Rate NAME = new Rate(10, Duration.ofSeconds(10));
  private static final Rate PLACE = new Rate(30, Duration.ofSeconds(10));
  private static final Rate TOGETHER = new Rate(100, Duration.ofSeconds(1));
  private static final Rate RESERVE = new Rate(50, Duration.ofMillis(100));

  private final LongSupplier nanoTime;
  private final Map<String, Long> names = new Recent();
  private final Map<String, Long> places = new Recent();
  private long together;
  private long reserve;

  /** A clock that somebody sets back must keep nobody out: time is what went by. */
  SignInThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.together = nanoTime.getAsLong();
    this.reserve = together;
  }

  /**
   * Counts an attempt as failed before it is known how it ends; RATE_LIMITED when there have been
   * too many. {@code place} is whom this node sees at the other end, such as an address.
   */
  synchronized Attempt attempt(String name, String place) {
    long now = nanoTime.getAsLong();
    String both = name.toLowerCase(Locale.ROOT) + "\n" + place;
    long before = places.getOrDefault(place, now);
    long ofName = NAME.next(names.getOrDefault(both, now), now);
    long ofPlace = PLACE.next(before, now);
    boolean reserved = before - now <= 0 && !TOGETHER.hasRoom(together, now);
    if (reserved) {
      reserve = RESERVE.next(reserve, now);
    } else {
      together = TOGETHER.next(together, now);
    }
    names.put(both, ofName);
    places.put(place, ofPlace);
    return new Attempt(both, place, reserved);
  }

  /** Takes it back: only failures count. */
  synchronized void succeeded(Attempt attempt) {
    names.computeIfPresent(attempt.both(), (same, until) -> until - NAME.nanos());
    places.computeIfPresent(attempt.place(), (same, until) -> until - PLACE.nanos());
    if (attempt.reserved()) {
      reserve -= RESERVE.nanos();
    } else {
      together -= TOGETHER.nanos();
    }
  }

  /** One that was let through, and what it was counted to. */
  record Attempt(String both, String place, boolean reserved) {}

  /** So many at once, then one in each interval. */
  private record Rate(int burst, Duration interval) {

    boolean hasRoom(long before, long now) {
      return ahead(before, now) <= 0;
    }

    long next(long before, long now) {
      long ahead = ahead(before, now);
      if (ahead > 0) {
        throw tooMany(Duration.ofNanos(ahead));
      }
      return after(before, now);
    }

    long nanos() {
      return interval.toNanos();
    }

    private long ahead(long before, long now) {
      return after(before, now) - now - burst * nanos();
    }

    /** Readings of the monotonic clock may be negative, so only their difference says anything. */
    private long after(long before, long now) {
      return (before - now > 0 ? before : now) + nanos();
    }

    private static ProblemException tooMany(Duration wait) {
      long seconds = wait.plusMillis(999).toSeconds();
      return new ProblemException(
          ProblemType.RATE_LIMITED,
          "Too many sign-ins failed; try again in %d s.".formatted(seconds),
          Map.of("retry_after", seconds));
    }
  }

  /** Those that came last; what is forgotten begins anew. */
  private static final class Recent extends LinkedHashMap<String, Long> {

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > MOST_KEPT;
    }
  }
}
