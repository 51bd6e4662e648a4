package ai.preloop.activities.attempts;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a request is sent once more: as the provider says ({@code
 * retry-after-ms}, or RFC 9110, section 10.2.3), else twice as long each time and by chance a
 * little less.
 */
record Backoff(InstantSource clock, RandomGenerator chance) {

  private static final double FIRST_SECONDS = 0.5;
  private static final double MOST_SECONDS = 8;
  private static final double JITTER = 0.25;
  private static final double A_DAY = 86_400;

  /** {@code retry} counts from nought. */
  Duration before(int retry, HttpHeaders answer) {
    return said(answer).orElseGet(() -> before(retry));
  }

  /** Where there was no answer. */
  Duration before(int retry) {
    double seconds = Math.min(MOST_SECONDS, FIRST_SECONDS * (1L << retry));
    return ofSeconds(seconds * (1 - JITTER * chance.nextDouble()));
  }

  /** What the provider says; nothing is less than nothing. */
  private Optional<Duration> said(HttpHeaders answer) {
    return answer
        .firstValue("retry-after-ms")
        .flatMap(text -> number(text).map(millis -> ofSeconds(millis / 1000)))
        .or(() -> answer.firstValue("Retry-After").flatMap(this::after));
  }

  private Optional<Duration> after(String text) {
    return number(text).map(Backoff::ofSeconds).or(() -> date(text).map(this::from));
  }

  private Duration from(Instant then) {
    Duration wait = Duration.between(clock.instant(), then);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private static Optional<Double> number(String text) {
    try {
      double number = Double.parseDouble(text.strip());
      return number >= 0 ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofMillis(Math.round(Math.min(seconds, A_DAY) * 1000));
  }
}
