package ai.preloop.api.policies;

import ai.preloop.activities.policies.Verified;
import ai.preloop.api.policies.ValidationAnswer.Batch;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.syntax.Finding;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One thing to say about a document; line and column count from 1, and are 0 when unknown. */
@Schema(name = "PolicyFinding")
public record FindingAnswer(
    @Schema(allowableValues = {"error", "warning"}) String severity,
    @Schema(example = "key.unknown") String code,
    @Schema(example = "$.tools[0].conditions[1].expression") String path,
    int line,
    int column,
    String message) {

  private static final String FINDINGS = "findings";
  private static final String DOCUMENTS = "documents";

  public static List<FindingAnswer> all(List<Finding> findings) {
    return findings.stream().map(FindingAnswer::of).toList();
  }

  /** The same failure with its findings, if it has any, in the shape of the answers. */
  static ProblemException shown(ProblemException e) {
    Map<String, Object> extensions = new HashMap<>(e.extensions());
    if (extensions.get(FINDINGS) instanceof List<?> found) {
      extensions.put(FINDINGS, all(found.stream().map(Finding.class::cast).toList()));
    }
    if (extensions.get(DOCUMENTS) instanceof List<?> documents) {
      List<Verified> verified = documents.stream().map(Verified.class::cast).toList();
      extensions.put(DOCUMENTS, Batch.of(verified).documents());
    }
    return new ProblemException(e.type(), e.detail(), extensions).causedBy(e);
  }

  private static FindingAnswer of(Finding finding) {
    return new FindingAnswer(
        finding.severity().name().toLowerCase(Locale.ROOT),
        finding.code(),
        finding.path(),
        finding.position().line(),
        finding.position().column(),
        finding.message());
  }
}
