package ai.preloop.api.usage;

import ai.preloop.activities.usage.FoundCall;
import ai.preloop.activities.usage.RecordedCall;
import ai.preloop.activities.usage.RecordedCall.Ending;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

/** One call of a model as clients see it. */
@JsonNaming(SnakeCaseStrategy.class)
public record CallAnswer(
    UUID id,
    Instant startedAt,
    @Nullable Instant settledAt,
    UUID userId,
    @Nullable UUID keyId,
    @Nullable String keyName,
    @Nullable String session,
    @Nullable String agent,
    @Nullable String flow,
    @Nullable String execution,
    @Nullable String team,
    @Schema(description = "The alias that was asked for.") String model,
    String operation,
    String dialect,
    boolean streamed,
    @Schema(description = "open, ok, refused, failed, cut, left or partial.") String status,
    @Nullable String provider,
    @Schema(description = "The provider's own name for the model.") @Nullable String identifier,
    @Nullable Integer httpStatus,
    @Nullable String upstreamRequestId,
    @Schema(description = "As the dialect counts: Anthropic's leave out what was cached.")
        long inputTokens,
    @Schema(description = "As the dialect counts: Gemini's leave out the thoughts.")
        long outputTokens,
    @Schema(description = "All input, whatever the dialect.") long totalInputTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    @Schema(description = "Of those written, the ones that are kept for an hour.")
        @JsonProperty("cache_write_1h_tokens")
        long cacheWriteHourTokens,
    long reasoningTokens,
    @Schema(description = "US dollars, exactly; null while it is open or where there is no price.")
        @JsonSerialize(using = PlainNumber.class)
        @Nullable BigDecimal costUsd,
    @Schema(description = "What it cost before it was priced again; null where it was not.")
        @JsonSerialize(using = PlainNumber.class)
        @Nullable BigDecimal previousCostUsd,
    @Schema(description = "account, catalogue with its date, bound, or none.")
        @Nullable String priceSource,
    @Schema(description = "Whether the provider did not say what was used.") boolean usageEstimated,
    @Nullable Long firstByteMs,
    @Nullable Long durationMs,
    @Schema(description = "What was said; null where calls are not looked for by that.")
        @Nullable Words words) {

  /** How a request and its answer begin, without secrets. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Words(
      String request,
      String answer,
      @Schema(description = "The pieces that match, between **.") String headline) {}

  static CallAnswer of(FoundCall found) {
    return of(found.call(), new Words(found.request(), found.answer(), found.headline()));
  }

  public static CallAnswer of(RecordedCall call) {
    return of(call, null);
  }

  private static CallAnswer of(RecordedCall call, @Nullable Words words) {
    Ending end = call.ending();
    return new CallAnswer(
        call.id(),
        call.startedAt(),
        call.settledAt(),
        call.who().userId(),
        call.who().keyId(),
        call.who().keyName(),
        call.who().session(),
        call.who().agent(),
        call.who().flow(),
        call.who().execution(),
        call.who().team(),
        call.asked().model(),
        call.asked().operation(),
        call.asked().dialect(),
        call.asked().streamed(),
        end.status(),
        end.provider(),
        end.identifier(),
        end.httpStatus(),
        end.upstreamRequestId(),
        end.tokens().input(),
        end.tokens().output(),
        end.tokens().totalInput(),
        end.tokens().cacheRead(),
        end.tokens().cacheWrite(),
        end.tokens().cacheWriteHour(),
        end.tokens().reasoning(),
        Usd.of(end.cost().nanos()),
        Usd.of(end.cost().previousNanos()),
        end.cost().priceSource(),
        end.cost().estimated(),
        end.firstByteMs(),
        end.durationMs(),
        words);
  }
}
