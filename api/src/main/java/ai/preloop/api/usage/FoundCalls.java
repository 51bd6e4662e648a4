package ai.preloop.api.usage;

import ai.preloop.activities.pages.Page;
import ai.preloop.activities.usage.FoundCall;
import ai.preloop.activities.usage.RecordedCall;
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

  static FoundCalls of(Page<RecordedCall> page) {
    return new FoundCalls(
        page.items().stream().map(CallAnswer::of).toList(), page.nextCursor(), null);
  }

  static FoundCalls of(Page<FoundCall> page, String capture) {
    return new FoundCalls(
        page.items().stream().map(CallAnswer::of).toList(), page.nextCursor(), capture);
  }
}
