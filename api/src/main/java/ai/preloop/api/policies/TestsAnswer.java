package ai.preloop.api.policies;

import ai.preloop.policies.testing.Answer;
import ai.preloop.policies.testing.TestResult;
import ai.preloop.policies.testing.TestRun;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of tests; the findings are warnings about the policy. */
@Schema(name = "PolicyTests")
public record TestsAnswer(
    long passed, long failed, List<ResultAnswer> results, List<FindingAnswer> findings) {

  public static TestsAnswer of(TestRun.Outcome outcome) {
    return new TestsAnswer(
        outcome.results().size() - outcome.failed(),
        outcome.failed(),
        outcome.results().stream().map(ResultAnswer::of).toList(),
        FindingAnswer.all(outcome.findings()));
  }

  /** What came of one; {@code rule} is a number, or words where no condition decided. */
  @Schema(name = "PolicyTestResult")
  @JsonInclude(Include.NON_NULL)
  record ResultAnswer(
      String name,
      boolean ok,
      @Schema(allowableValues = {"allow", "deny", "ask"}) String verdict,
      @Nullable Object rule,
      @Nullable String workflow,
      @Nullable String message,
      boolean error,
      Map<String, Object> expected,
      List<String> differences) {

    static ResultAnswer of(TestResult result) {
      Answer answer = result.answer();
      return new ResultAnswer(
          result.test().name(),
          result.holds(),
          answer.word(),
          answer.rule(),
          ExplanationAnswer.workflows(answer),
          answer.message(),
          answer.error(),
          result.test().expected().named(),
          result.differences());
    }
  }
}
