package ai.preloop.api.runtimesessions;

import ai.preloop.activities.usage.UsageSpan;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which sessions are asked for, as the parameters are called. */
record SessionsQuery(
    @Schema(description = "From this time on; a day before `to` where it is not said.")
        @Nullable Instant from,
    @Schema(description = "Up to this time, now where it is not said; at most 31 days in all.")
        @Nullable Instant to,
    @Schema(description = "The name of an API key or of a person.") @Nullable String principal) {

  private static final Duration USUAL = Duration.ofDays(1);

  UsageSpan span(Instant now) {
    Instant end = to == null ? now : to;
    return new UsageSpan(from == null ? end.minus(USUAL) : from, end);
  }
}
