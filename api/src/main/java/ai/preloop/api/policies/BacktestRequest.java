package ai.preloop.api.policies;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.audit.AuditLog.Span;
import ai.preloop.activities.pages.Part;
import ai.preloop.activities.policies.Backtests;
import ai.preloop.activities.policies.Backtests.Baseline;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A draft and the recorded calls that it is tried on. */
@Schema(name = "PolicyBacktestRequest")
record BacktestRequest(
    @Schema(description = "The document, as YAML or JSON in a text.") @Nullable String policy,
    @Schema(description = "Calls since then; thirty days ago unless given.")
        @Nullable Instant since,
    @Schema(description = "Calls before then; now unless given.") @Nullable Instant until,
    @Schema(description = "How many of the newest calls are looked at, 100,000 at most.")
        @Nullable Integer limit,
    @Schema(
            description =
                "`recorded` (what was said when the calls were made), or `in_force` (what the"
                    + " policy in force would say of them).",
            allowableValues = {"recorded", "in_force"})
        @Nullable String against) {

  private static final Duration USUAL = Duration.ofDays(30);

  Backtests.Request request(Instant now) {
    if (policy == null) {
      throw unprocessable("policy is missing.");
    }
    Instant to = Objects.requireNonNullElse(until, now);
    Instant from = Objects.requireNonNullElse(since, to.minus(USUAL));
    if (!from.isBefore(to)) {
      throw unprocessable("since is not before until.");
    }
    return new Backtests.Request(
        policy.getBytes(StandardCharsets.UTF_8), new Span(from, to), baseline(), most());
  }

  private int most() {
    int most = Objects.requireNonNullElse(limit, Backtests.MOST);
    Part.requireLimit(most, Backtests.MOST);
    return most;
  }

  private Baseline baseline() {
    return switch (against) {
      case null -> Baseline.RECORDED;
      case "recorded" -> Baseline.RECORDED;
      case "in_force" -> Baseline.IN_FORCE;
      case String _ -> throw unprocessable("against is recorded or in_force.");
    };
  }
}
