package ai.preloop.activities.models;

import static ai.preloop.activities.models.ModelSyntax.require;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a model may be used on all nodes' behalf by one node, and how long is waited for it;
 * null is without a limit. {@code firstByte} runs from the request to the first byte of the answer,
 * {@code idle} between two of its bytes. UNPROCESSABLE for what is no limit.
 */
public record Limits(
    @Nullable Integer concurrentCalls,
    @Nullable Integer requestsPerMinute,
    @Nullable Integer tokensPerMinute,
    Duration connect,
    Duration firstByte,
    Duration idle) {

  public static final Limits DEFAULT =
      new Limits(
          null, null, null, Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofMinutes(5));

  public Limits {
    requirePositive("concurrent_calls", concurrentCalls);
    requirePositive("requests_per_minute", requestsPerMinute);
    requirePositive("tokens_per_minute", tokensPerMinute);
    requireWithin("connect_seconds", connect, Duration.ofSeconds(60));
    requireWithin("first_byte_seconds", firstByte, Duration.ofHours(1));
    requireWithin("idle_seconds", idle, Duration.ofHours(1));
  }

  private static void requirePositive(String name, @Nullable Integer limit) {
    require(
        limit == null || limit > 0,
        "limits.%s is at least 1; leave it out for none.".formatted(name));
  }

  private static void requireWithin(String name, Duration wait, Duration longest) {
    require(
        wait.isPositive() && wait.compareTo(longest) <= 0,
        "limits.%s is 1 to %d.".formatted(name, longest.toSeconds()));
  }
}
