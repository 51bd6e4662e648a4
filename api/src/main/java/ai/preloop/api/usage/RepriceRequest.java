package ai.preloop.api.usage;

import ai.preloop.activities.repricing.Repricing.Asked;
import ai.preloop.activities.repricing.Repricing.Mode;
import ai.preloop.activities.usage.UsageSpan;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Which calls are to be priced again. */
@JsonNaming(SnakeCaseStrategy.class)
record RepriceRequest(
    @Schema(description = "From this time on.") @NotNull Instant from,
    @Schema(description = "Up to this time; at most 400 days in all.") @NotNull Instant to,
    @Schema(description = "Calls of this alias alone.") @Nullable String model,
    @Schema(description = "Whether nothing is changed; false where it is not said.")
        @Nullable Boolean previewOnly) {

  Asked asked() {
    return new Asked(
        new UsageSpan(from, to),
        model,
        Boolean.TRUE.equals(previewOnly) ? Mode.PREVIEW : Mode.CHANGE);
  }
}
