package ai.preloop.policies.documents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reading a document gave: the document when nothing is an error, all findings in the order of
 * the source, and the credentials that it holds in full.
 */
public record Reading(
    @Nullable PolicyDocument document, List<Finding> findings, List<Literal> literals) {

  public Reading {
    findings = List.copyOf(findings);
    literals = List.copyOf(literals);
  }

  public boolean valid() {
    return document != null;
  }

  /** The same reading with every warning raised to an error. */
  public Reading strict() {
    var raised =
        findings.stream()
            .map(each ->
                new Finding(
                    Severity.ERROR, each.code(), each.path(), each.position(), each.message()))
            .toList();
    return new Reading(raised.isEmpty() ? document : null, raised, literals);
  }
}
