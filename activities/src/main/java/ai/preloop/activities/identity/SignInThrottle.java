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

  private final InstantSource clock;
  private final Map<String, Instant> names = new Recent();
  private final Map<String, Instant> places = new Recent();
  private Instant together = Instant.EPOCH;
  private Instant reserve = Instant.EPOCH;

  SignInThrottle(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Counts an attempt as failed before it is known how it ends; RATE_LIMITED when there have been
   * too many. {@code place} is whom this node sees at the other end, such as an address.
   */
  synchronized Attempt attempt(String name, String place) {
    Instant now = clock.instant();
    String both = name.toLowerCase(Locale.ROOT) + "\n" + place;
    Instant before = places.getOrDefault(place, Instant.EPOCH);
    Instant ofName = NAME.next(names.getOrDefault(both, Instant.EPOCH), now);
    Instant ofPlace = PLACE.next(before, now);
    boolean reserved = !before.isAfter(now) && !TOGETHER.hasRoom(together, now);
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
    names.computeIfPresent(attempt.both(), (same, until) -> until.minus(NAME.interval()));
    places.computeIfPresent(attempt.place(), (same, until) -> until.minus(PLACE.interval()));
    if (attempt.reserved()) {
      reserve = reserve.minus(RESERVE.interval());
    } else {
      together = together.minus(TOGETHER.interval());
    }
  }

  /** One that was let through, and what it was counted to. */
  record Attempt(String both, String place, boolean reserved) {}

  /** So many at once, then one in each interval. */
  private record Rate(int burst, Duration interval) {

    boolean hasRoom(Instant before, Instant now) {
      return !ahead(before, now).isPositive();
    }

    Instant next(Instant before, Instant now) {
      Duration ahead = ahead(before, now);
      if (ahead.isPositive()) {
        throw tooMany(ahead);
      }
      return after(before, now);
    }

    private Duration ahead(Instant before, Instant now) {
      return Duration.between(now, after(before, now)).minus(interval.multipliedBy(burst));
    }

    private Instant after(Instant before, Instant now) {
      return (before.isAfter(now) ? before : now).plus(interval);
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
  private static final class Recent extends LinkedHashMap<String, Instant> {

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
      return size() > MOST_KEPT;
    }
  }
}
