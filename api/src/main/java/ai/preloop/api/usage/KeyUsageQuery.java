package ai.preloop.api.usage;

import ai.preloop.activities.usage.UsageFilter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which calls of one key are asked for, as the parameters are called. */
record KeyUsageQuery(
    @Schema(description = "From this time on; 31 days before `to` where it is not said.")
        @Nullable Instant from,
    @Schema(description = "Up to this time, now where it is not said; at most 400 days in all.")
        @Nullable Instant to,
    @Nullable String model,
    @Nullable String session,
    @Nullable String team,
    @Nullable String agent,
    @Nullable String flow,
    @Nullable String execution) {

  UsageFilter filter(UUID key, Instant now) {
    return new UsageQuery(
            from,
            to,
            key.toString(),
            null,
            model,
            null,
            session,
            null,
            null,
            team,
            agent,
            flow,
            execution)
        .filter(now);
  }
}
