package ai.preloop.api.usage;

import ai.preloop.activities.usage.Totals;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

/** What calls come to, as clients see it. */
@JsonNaming(SnakeCaseStrategy.class)
record TotalsAnswer(
    long calls,
    @Schema(description = "Calls that are under way.") long openCalls,
    @Schema(description = "Calls that were refused, that failed, and that were cut.") long errors,
    @Schema(description = "With what was read from a provider's cache and written to it.")
        long inputTokens,
    @Schema(description = "With reasoning.") long outputTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    long reasoningTokens,
    @Schema(description = "US dollars, exactly, of the calls whose cost is known.")
        @JsonSerialize(using = PlainNumber.class)
        BigDecimal costUsd,
    @Schema(description = "Calls whose provider did not say what was used.") long estimatedCalls,
    @Schema(description = "Ended calls of models that have no price.") long unpricedCalls) {

  static TotalsAnswer of(Totals totals) {
    return new TotalsAnswer(
        totals.calls().all(),
        totals.calls().open(),
        totals.calls().errors(),
        totals.tokens().input(),
        totals.tokens().output(),
        totals.tokens().cacheRead(),
        totals.tokens().cacheWrite(),
        totals.tokens().reasoning(),
        Usd.of(totals.costNanos()),
        totals.calls().estimated(),
        totals.calls().unpriced());
  }
}
