package ai.preloop.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A point in time as people say it: {@code 30d}, {@code 12h}, {@code 90m} ago, or RFC 3339. */
public record Moment(Instant instant) {

  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([mhdw])");

  public static Optional<Moment> of(String text, Instant now) {
    var ago = AGO.matcher(text);
    if (ago.matches()) {
      long count = Long.parseLong(ago.group(1));
      return Optional.of(new Moment(now.minus(unit(ago.group(2)).multipliedBy(count))));
    }
    try {
      return Optional.of(new Moment(Instant.parse(text)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Duration unit(String letter) {
    return switch (letter) {
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      case "d" -> Duration.ofDays(1);
      default -> Duration.ofDays(7);
    };
  }
}
