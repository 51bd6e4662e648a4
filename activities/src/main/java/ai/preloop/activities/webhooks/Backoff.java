package ai.preloop.activities.webhooks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When what was not taken is sent again: nine times within two days, then no more. */
final class Backoff {

  private static final List<Duration> RESTS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofHours(24));

  private Backoff() {}

  /** After so many attempts; empty where it is given up. */
  static Optional<Duration> after(int attempts) {
    return attempts <= RESTS.size() ? Optional.of(RESTS.get(attempts - 1)) : Optional.empty();
  }
}
