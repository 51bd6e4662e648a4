package ai.preloop.api.usage;

import ai.preloop.activities.repricing.Repriced;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

/** What came of pricing calls again. */
@JsonNaming(SnakeCaseStrategy.class)
record RepriceAnswer(
    @Schema(description = "Calls of the span that have ended.") long lookedAt,
    @Schema(description = "Those of them that cost something else now.") long changed,
    @Schema(description = "What all of them came to, in US dollars, exactly.")
        @JsonSerialize(using = PlainNumber.class)
        BigDecimal beforeUsd,
    @Schema(description = "What all of them come to now.") @JsonSerialize(using = PlainNumber.class)
        BigDecimal afterUsd) {

  static RepriceAnswer of(Repriced repriced) {
    return new RepriceAnswer(
        repriced.lookedAt(),
        repriced.changed(),
        Usd.of(BigDecimal.valueOf(repriced.beforeNanos())),
        Usd.of(BigDecimal.valueOf(repriced.afterNanos())));
  }
}
