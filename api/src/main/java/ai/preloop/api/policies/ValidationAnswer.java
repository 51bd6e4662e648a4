package ai.preloop.api.policies;

import ai.preloop.policies.syntax.Finding;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Valid means that no finding is an error. */
@Schema(name = "PolicyValidation")
record ValidationAnswer(boolean valid, List<FindingAnswer> findings) {

  static ValidationAnswer of(List<Finding> findings) {
    return new ValidationAnswer(
        findings.stream().noneMatch(Finding::isError), FindingAnswer.all(findings));
  }
}
