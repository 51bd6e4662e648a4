package ai.preloop.api.models;

import ai.preloop.activities.models.Limits;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How much a model may be used by each node, and how long is waited for it. */
@Schema(name = "AiModelLimits")
@JsonInclude(JsonInclude.Include.NON_NULL)
record LimitsBody(
    @Schema(minimum = "1", description = "At once, in each node; without a limit when left out.")
        @Nullable Integer concurrentCalls,
    @Schema(minimum = "1", description = "In each node; without a limit when left out.")
        @Nullable Integer requestsPerMinute,
    @Schema(minimum = "1", description = "In each node; without a limit when left out.")
        @Nullable Integer tokensPerMinute,
    @Schema(minimum = "1", maximum = "60", defaultValue = "5") @Nullable Integer connectSeconds,
    @Schema(
            minimum = "1",
            maximum = "3600",
            defaultValue = "600",
            description = "From the request to the first byte of the answer.")
        @Nullable Integer firstByteSeconds,
    @Schema(
            minimum = "1",
            maximum = "3600",
            defaultValue = "300",
            description = "Between two bytes of the answer.")
        @Nullable Integer idleSeconds) {

  Limits limits() {
    return new Limits(
        concurrentCalls,
        requestsPerMinute,
        tokensPerMinute,
        seconds(connectSeconds, Limits.DEFAULT.connect()),
        seconds(firstByteSeconds, Limits.DEFAULT.firstByte()),
        seconds(idleSeconds, Limits.DEFAULT.idle()));
  }

  static LimitsBody of(Limits limits) {
    return new LimitsBody(
        limits.concurrentCalls(),
        limits.requestsPerMinute(),
        limits.tokensPerMinute(),
        Math.toIntExact(limits.connect().toSeconds()),
        Math.toIntExact(limits.firstByte().toSeconds()),
        Math.toIntExact(limits.idle().toSeconds()));
  }

  private static Duration seconds(@Nullable Integer said, Duration unsaid) {
    return said == null ? unsaid : Duration.ofSeconds(said);
  }
}
