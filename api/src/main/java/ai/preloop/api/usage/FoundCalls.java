package ai.preloop.api.usage;

import ai.preloop.activities.usage.UsageLog.FoundPage;
import ai.preloop.activities.usage.UsagePage;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A page of calls. */
@JsonNaming(SnakeCaseStrategy.class)
record FoundCalls(
    List<CallAnswer> items,
    @Nullable String nextCursor,
    @Schema(description = "With q, whether what is said is kept now: on or off; null without q.")
        @Nullable String capture) {

  static FoundCalls of(UsagePage page) {
    return new FoundCalls(
        page.items().stream().map(CallAnswer::of).toList(), page.nextCursor(), null);
  }

  static FoundCalls of(FoundPage page, String capture) {
    return new FoundCalls(
        page.items().stream().map(CallAnswer::of).toList(), page.nextCursor(), capture);
  }
}
