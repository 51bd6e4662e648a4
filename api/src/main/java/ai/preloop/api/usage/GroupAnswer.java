package ai.preloop.api.usage;

import ai.preloop.activities.usage.Dimension;
import ai.preloop.activities.usage.UsageSummary.Group;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** One group as clients see it; what its calls do not have is left out. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record GroupAnswer(
    @Nullable String model,
    @Nullable String provider,
    @Nullable String keyId,
    @Nullable String keyName,
    @Nullable String userId,
    @Nullable String userName,
    @Nullable String session,
    @Nullable String agent,
    @Nullable String flow,
    @Nullable String execution,
    @Nullable String team,
    @Schema(description = "In UTC, as 2026-11-23.") @Nullable String day,
    @Schema(description = "In UTC, as 2026-11-23T10:00Z.") @Nullable String hour,
    TotalsAnswer totals) {

  static GroupAnswer of(Group group) {
    return new GroupAnswer(
        group.of().get(Dimension.MODEL),
        group.of().get(Dimension.PROVIDER),
        group.of().get(Dimension.KEY),
        group.names().get(Dimension.KEY),
        group.of().get(Dimension.USER),
        group.names().get(Dimension.USER),
        group.of().get(Dimension.SESSION),
        group.of().get(Dimension.AGENT),
        group.of().get(Dimension.FLOW),
        group.of().get(Dimension.EXECUTION),
        group.of().get(Dimension.TEAM),
        group.of().get(Dimension.DAY),
        group.of().get(Dimension.HOUR),
        TotalsAnswer.of(group.totals()));
  }
}
