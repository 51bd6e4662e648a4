package ai.preloop.api.policies;

import ai.preloop.activities.policies.PolicyTrials.Explained;
import ai.preloop.activities.policies.Recollections.Recollected;
import ai.preloop.policies.testing.Answer;
import ai.preloop.policies.verdicts.DecidingRule;
import ai.preloop.policies.verdicts.Explanation;
import ai.preloop.policies.verdicts.Replay;
import ai.preloop.policies.verdicts.Verdict;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A verdict and how it comes about: every rule that was tried, in order. Of a recorded call {@code
 * verdict} is the recorded one and {@code again} what its version says now, {@code unknown} where
 * the record does not have what a rule reads.
 */
@Schema(name = "PolicyExplanation")
@JsonInclude(Include.NON_NULL)
record ExplanationAnswer(
    @Schema(allowableValues = {"allow", "deny", "ask"}) String verdict,
    @Nullable String workflow,
    @Nullable String message,
    @Nullable Object rule,
    long policyVersion,
    Instant at,
    @Schema(allowableValues = {"allow", "deny", "ask", "unknown"}) @Nullable String again,
    List<StepAnswer> steps) {

  static ExplanationAnswer of(Explained explained) {
    Explanation explanation = explained.explanation();
    Answer answer = new Answer(explanation.verdict());
    return new ExplanationAnswer(
        answer.word(),
        workflows(answer),
        answer.message(),
        answer.rule(),
        explanation.verdict().basis().policyVersion(),
        explained.at(),
        null,
        explanation.tried().stream().map(StepAnswer::of).toList());
  }

  static ExplanationAnswer of(Recollected recollected) {
    Answer answer =
        recollected.retold().replay() instanceof Replay.Certain(Verdict verdict)
            ? new Answer(verdict)
            : null;
    return new ExplanationAnswer(
        recollected.verdict(),
        answer == null ? null : workflows(answer),
        answer == null ? null : answer.message(),
        answer == null ? null : answer.rule(),
        recollected.version(),
        recollected.record().at(),
        recollected.again(),
        recollected.retold().tried().stream().map(StepAnswer::of).toList());
  }

  /** Who is asked, in one text; null when nobody is. */
  static @Nullable String workflows(Answer answer) {
    return answer.workflows().isEmpty() ? null : String.join(", ", answer.workflows());
  }

  /** A rule that was tried: {@code rule} is its number, 0 for what holds without one. */
  @Schema(name = "PolicyStep")
  @JsonInclude(Include.NON_NULL)
  record StepAnswer(
      String owner,
      @Nullable String subject,
      @Nullable String entry,
      int rule,
      @Nullable String description,
      @Nullable String expression,
      @Schema(allowableValues = {"matched", "not_matched", "error", "skipped", "unknown"})
          String outcome,
      String detail,
      List<ValueAnswer> values) {

    static StepAnswer of(Explanation.Tried tried) {
      DecidingRule rule = tried.step().rule();
      return new StepAnswer(
          rule.owner(),
          rule.subject(),
          rule.entry(),
          rule.number(),
          rule.description(),
          rule.expression(),
          tried.step().outcome().name().toLowerCase(Locale.ROOT),
          tried.step().detail(),
          tried.values().stream().map(ValueAnswer::of).toList());
    }
  }

  /** What a condition read, without secrets; there is no value where there was nothing. */
  @Schema(name = "PolicyValue")
  @JsonInclude(Include.NON_NULL)
  record ValueAnswer(String path, @JsonRawValue @Nullable String value) {

    static ValueAnswer of(Explanation.Value value) {
      return new ValueAnswer(value.path(), value.json());
    }
  }
}
