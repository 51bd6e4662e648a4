package ai.preloop.api.usage;

import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.usage.Outcome;
import ai.preloop.activities.usage.UsageFilter;
import ai.preloop.activities.usage.UsageSpan;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which calls of models are asked for, as the parameters are called. */
record UsageQuery(
    @Schema(description = "From this time on; 31 days before `to` where it is not said.")
        @Nullable Instant from,
    @Schema(description = "Up to this time, now where it is not said; at most 400 days in all.")
        @Nullable Instant to,
    @Schema(description = "The name of an API key, or its id.") @Nullable String key,
    @Schema(description = "The name of a person, or the id.") @Nullable String user,
    @Nullable String model,
    @Nullable String provider,
    @Nullable String session,
    @Nullable String status,
    @Nullable String operation,
    @Nullable String team,
    @Nullable String agent,
    @Nullable String flow,
    @Nullable String execution) {

  private static final List<String> STATUSES =
      Stream.concat(Stream.of("open"), Arrays.stream(Outcome.Status.values()).map(UsageQuery::word))
          .toList();
  private static final List<String> OPERATIONS =
      Arrays.stream(Operation.values()).map(Operation::word).toList();

  /** A word that no call has would find nothing, as if nothing had happened. */
  UsageFilter filter(Instant now) {
    requireOneOf("status", status, STATUSES);
    requireOneOf("operation", operation, OPERATIONS);
    return new UsageFilter(
        UsageSpan.of(from, to, now),
        key,
        user,
        model,
        provider,
        session,
        status,
        operation,
        new UsageFilter.Parts(team, agent, flow, execution));
  }

  private static String word(Outcome.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static void requireOneOf(String name, @Nullable String said, List<String> known) {
    if (said != null && !known.contains(said)) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE, "%s is one of %s.".formatted(name, String.join(", ", known)));
    }
  }
}
