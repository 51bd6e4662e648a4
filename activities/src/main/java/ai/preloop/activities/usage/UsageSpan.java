package ai.preloop.activities.usage;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From an instant to a later one, which is not included; at most as long as calls are kept. */
public record UsageSpan(Instant from, Instant to) {

  public static final Duration USUAL = Duration.ofDays(31);
  public static final Duration LONGEST = Duration.ofDays(400);

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  public UsageSpan {
    requireDated(from);
    requireDated(to);
    if (!from.isBefore(to)) {
      throw new ProblemException(ProblemType.UNPROCESSABLE, "from comes before to.");
    }
    if (from.isBefore(to.minus(LONGEST))) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "from is at most %d days before to.".formatted(LONGEST.toDays()));
    }
  }

  /** As it was asked for; without an end until now, without a beginning the 31 days before. */
  public static UsageSpan of(@Nullable Instant from, @Nullable Instant to, Instant now) {
    Instant end = to == null ? now : to;
    requireDated(end);
    return new UsageSpan(from == null ? end.minus(USUAL) : from, end);
  }

  private static void requireDated(Instant at) {
    if (!isDated(at)) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE, "from and to are in the years 1 to 9999.");
    }
  }

  /** Whether the database can look for what happened then. */
  public static boolean isDated(Instant at) {
    return !at.isBefore(EARLIEST) && !at.isAfter(LATEST);
  }
}
