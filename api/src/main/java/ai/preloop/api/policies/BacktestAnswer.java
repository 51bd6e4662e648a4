package ai.preloop.api.policies;

import ai.preloop.activities.policies.Backtest;
import ai.preloop.activities.policies.Backtest.Changed;
import ai.preloop.activities.policies.Backtest.Counts;
import ai.preloop.activities.policies.Backtest.Fired;
import ai.preloop.activities.policies.Backtest.Transition;
import ai.preloop.policies.verdicts.DecidingRule;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a document would have made of recorded calls: {@code unknown} counts those whose records do
 * not have what a rule reads, {@code truncated} says that older ones were left out.
 */
@Schema(name = "PolicyBacktest")
public record BacktestAnswer(
    Instant from,
    Instant to,
    long calls,
    long unchanged,
    long changed,
    long unknown,
    long asksBefore,
    long asksAfter,
    long moreApprovals,
    @Schema(description = "How many calls go from which verdict to which other one.")
        List<TransitionAnswer> transitions,
    List<ChangeAnswer> changes,
    List<RuleAnswer> rules,
    boolean truncated,
    List<FindingAnswer> findings) {

  public static BacktestAnswer of(Backtest backtest) {
    Counts counts = backtest.counts();
    return new BacktestAnswer(
        backtest.from(),
        backtest.to(),
        counts.calls(),
        counts.unchanged(),
        counts.changed(),
        counts.unknown(),
        counts.askedBefore(),
        counts.askedAfter(),
        counts.askedAfter() - counts.askedBefore(),
        backtest.transitions().stream().map(TransitionAnswer::of).toList(),
        backtest.changes().stream().map(ChangeAnswer::of).toList(),
        backtest.rules().stream().map(RuleAnswer::of).toList(),
        backtest.truncated(),
        FindingAnswer.all(backtest.findings()));
  }

  /** So many calls from one verdict to another, or to where nobody can know it. */
  @Schema(name = "PolicyBacktestTransition")
  record TransitionAnswer(
      @Schema(allowableValues = {"allow", "deny", "ask", "unknown"}) String before,
      @Schema(allowableValues = {"allow", "deny", "ask", "unknown"}) String after,
      long calls) {

    static TransitionAnswer of(Transition transition) {
      return new TransitionAnswer(transition.before(), transition.after(), transition.calls());
    }
  }

  /** A call with another verdict: up to a hundred of them, and as many that are unknown. */
  @Schema(name = "PolicyBacktestChange")
  @JsonInclude(Include.NON_NULL)
  record ChangeAnswer(
      UUID auditLogId,
      Instant at,
      String server,
      String tool,
      String principal,
      @Schema(allowableValues = {"allow", "deny", "ask", "unknown"}) String before,
      @Schema(allowableValues = {"allow", "deny", "ask", "unknown"}) String after,
      @Nullable Named rule) {

    static ChangeAnswer of(Changed changed) {
      DecidingRule rule = changed.rule();
      return new ChangeAnswer(
          changed.record(),
          changed.at(),
          changed.server(),
          changed.tool(),
          changed.principal(),
          changed.before(),
          changed.after(),
          rule == null ? null : Named.of(rule));
    }
  }

  /** A rule of a document; number 0 is what holds without a condition. */
  @Schema(name = "PolicyRuleName")
  @JsonInclude(Include.NON_NULL)
  record Named(
      String owner,
      @Nullable String subject,
      @Nullable String entry,
      int rule,
      @Nullable String description,
      @Nullable String expression) {

    static Named of(DecidingRule rule) {
      return new Named(
          rule.owner(),
          rule.subject(),
          rule.entry(),
          rule.number(),
          rule.description(),
          rule.expression());
    }
  }

  /** How often a rule would have matched; {@code unknown} where nobody can know. */
  @Schema(name = "PolicyBacktestRule")
  @JsonInclude(Include.NON_NULL)
  record RuleAnswer(
      String owner,
      @Nullable String subject,
      @Nullable String entry,
      int rule,
      @Nullable String description,
      @Nullable String expression,
      long fired,
      long errors,
      long unknown) {

    static RuleAnswer of(Fired fired) {
      DecidingRule rule = fired.rule();
      return new RuleAnswer(
          rule.owner(),
          rule.subject(),
          rule.entry(),
          rule.number(),
          rule.description(),
          rule.expression(),
          fired.fired(),
          fired.errors(),
          fired.unknown());
    }
  }
}
