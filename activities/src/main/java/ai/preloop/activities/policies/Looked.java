package ai.preloop.activities.policies;

import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.ownership.OwnedDocument.Format;
import ai.preloop.policies.ownership.Replacement;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.reading.HeldCredential;
import ai.preloop.policies.reading.Reading;
import ai.preloop.policies.syntax.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document as it was read and as it would be kept, what was in force then, and the credentials
 * that stood in it.
 */
record Looked(
    Submission submission, Standing standing, Reading reading, List<HeldCredential> credentials) {

  Looked {
    credentials = List.copyOf(credentials);
  }

  /** For reading it alone. */
  Looked announced() {
    return taken(reading.announced());
  }

  /** For putting it in force. */
  Looked honoured() {
    return taken(reading.honoured());
  }

  private Looked taken(Reading read) {
    return new Looked(submission, standing, submission.strictness().taken(read), credentials);
  }

  boolean isValid() {
    return reading.valid();
  }

  /** What there is to say of it, and of what it would take the place of. */
  List<Finding> findings() {
    return standing.and(reading.findings());
  }

  /** POLICY_INVALID with the findings when it has errors. */
  OwnedDocument document() {
    @Nullable PolicyDocument document = reading.document();
    if (document == null) {
      throw invalid(reading.findings());
    }
    String source = new String(submission.source(), StandardCharsets.UTF_8);
    Format format = source.stripLeading().startsWith("{") ? Format.JSON : Format.YAML;
    return new OwnedDocument(format, source, document);
  }

  /** The account's policy with it; POLICY_INVALID also when others hold what it claims. */
  Replacement.Accepted replacement() {
    return switch (standing.policy().replace(document())) {
      case Replacement.Refused refused -> throw invalid(refused.findings());
      case Replacement.Accepted accepted -> accepted;
    };
  }

  private static ProblemException invalid(List<Finding> findings) {
    long errors = findings.stream().filter(Finding::isError).count();
    return new ProblemException(
        ProblemType.POLICY_INVALID,
        "The document has %d error%s; nothing was changed."
            .formatted(errors, errors == 1 ? "" : "s"),
        Map.of("findings", findings));
  }
}
