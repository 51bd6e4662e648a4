package ai.preloop.api.policies;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.ConditionTrials;
import ai.preloop.activities.policies.ConditionTrials.Sample;
import ai.preloop.activities.policies.ConditionTrials.Trial;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.verdicts.Explanation;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Tries a condition before it is anybody's rule. */
@RestController
@RequestMapping("/api/v1/tool-configurations")
@Tag(name = "Policies")
class ConditionController {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final ConditionTrials trials;

  ConditionController(ConditionTrials trials) {
    this.trials = trials;
  }

  @PostMapping("/{id}/approval-condition/test")
  @Operation(
      operationId = "testApprovalCondition",
      summary = "Try a condition on sample arguments of a tool",
      description =
          "It is checked against the tool's schema where that is known. Nothing is stored, and"
              + " nothing is called.")
  ConditionAnswer test(
      Principal principal, @PathVariable UUID id, @RequestBody ConditionRequest body) {
    if (body.expression() == null) {
      throw new ProblemException(ProblemType.UNPROCESSABLE, "expression is missing.");
    }
    return ConditionAnswer.of(
        trials.run(
            principal, id, new Sample(body.expression(), body.conditionType(), body.arguments())));
  }

  /** A condition, in CEL unless another language is named, and what it is tried on. */
  @Schema(name = "ConditionTrialRequest")
  record ConditionRequest(
      @Schema(example = "args.amount > 100.0") @Nullable String expression,
      @Nullable Map<String, @Nullable Object> sampleArgs,
      @Schema(allowableValues = {"cel", "simple"}) @Nullable String conditionType) {

    private byte[] arguments() {
      return sampleArgs == null ? new byte[0] : JSON.writeValueAsBytes(sampleArgs);
    }
  }

  /** Whether it matched; null with the reason where that cannot be said. */
  @Schema(name = "ConditionTrial")
  record ConditionAnswer(
      @Nullable Boolean matches,
      @Nullable String error,
      @Schema(description = "What the condition read, by its path; secrets are redacted.")
          Map<String, @Nullable Object> evaluationContext) {

    static ConditionAnswer of(Trial trial) {
      Map<String, @Nullable Object> context = new LinkedHashMap<>();
      for (Explanation.Value value : trial.read()) {
        context.put(
            value.path(), value.json() == null ? null : JSON.readValue(value.json(), Object.class));
      }
      return new ConditionAnswer(trial.matches(), trial.error(), context);
    }
  }
}
