package ai.preloop.activities.usage;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A call as the ledger has it. */
public record RecordedCall(
    UUID id, Instant startedAt, @Nullable Instant settledAt, Who who, Asked asked, Ending ending) {

  /** Whose it is, and what it belongs to. */
  public record Who(
      UUID userId,
      @Nullable UUID keyId,
      @Nullable String keyName,
      @Nullable String session,
      @Nullable String agent,
      @Nullable String flow,
      @Nullable String execution,
      @Nullable String team) {}

  /** What was asked for. */
  public record Asked(String model, String operation, String dialect, boolean streamed) {}

  /** How it ended, or that it is open. */
  public record Ending(
      String status,
      @Nullable String provider,
      @Nullable String identifier,
      @Nullable Integer httpStatus,
      @Nullable String upstreamRequestId,
      Tokens tokens,
      Cost cost,
      @Nullable Long firstByteMs,
      @Nullable Long durationMs) {}

  /**
   * Input and output as the dialect counts them, and the whole input; what is cached for an hour is
   * part of what is written.
   */
  public record Tokens(
      long input,
      long output,
      long totalInput,
      long cacheRead,
      long cacheWrite,
      long cacheWriteHour,
      long reasoning) {}

  /** The most that it could cost, what it did, and what it did before it was priced again. */
  public record Cost(
      @Nullable Long boundNanos,
      @Nullable Long nanos,
      @Nullable Long previousNanos,
      @Nullable String priceSource,
      boolean estimated) {}
}
