package ai.preloop.policies.budgets;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The time that a limit is for; its windows are those of UTC, a week's begins on Monday. */
public enum Period {
  HOUR,
  DAY,
  WEEK,
  MONTH,
  ALL_TIME;

  /** All the words, as a sentence lists them. */
  public static final String WORDS =
      Arrays.stream(values()).map(Period::word).collect(Collectors.joining(", "));

  public static Optional<Period> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** As the API and rows say it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** When the window began that this instant is in. */
  public Instant start(Instant at) {
    ZonedDateTime day = at.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
    return switch (this) {
      case HOUR -> at.truncatedTo(ChronoUnit.HOURS);
      case DAY -> day.toInstant();
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toInstant();
      case MONTH -> day.withDayOfMonth(1).toInstant();
      case ALL_TIME -> Instant.EPOCH;
    };
  }

  /** When the window ends that began then: the first instant of the next; never for all time. */
  public Optional<Instant> end(Instant start) {
    ZonedDateTime from = start.atZone(ZoneOffset.UTC);
    return switch (this) {
      case HOUR -> Optional.of(start.plus(1, ChronoUnit.HOURS));
      case DAY -> Optional.of(from.plusDays(1).toInstant());
      case WEEK -> Optional.of(from.plusWeeks(1).toInstant());
      case MONTH -> Optional.of(from.plusMonths(1).toInstant());
      case ALL_TIME -> Optional.empty();
    };
  }
}
