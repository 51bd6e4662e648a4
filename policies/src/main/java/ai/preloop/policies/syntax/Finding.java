package ai.preloop.policies.syntax;

import java.util.Comparator;

/**
 * One thing to say about a document. {@code code} is stable ({@code key.unknown}); {@code path} is
 * a JSONPath ({@code $.tools[0].conditions[1].expression}).
 */
public record Finding(
    Severity severity, String code, String path, Position position, String message) {

  /** As they come in the source. */
  public static final Comparator<Finding> IN_SOURCE =
      Comparator.comparingInt((Finding finding) -> finding.position().line())
          .thenComparingInt(finding -> finding.position().column())
          .thenComparing(Finding::path)
          .thenComparing(Finding::code);

  /** The same, said with another weight. */
  public Finding as(Severity other) {
    return new Finding(other, code, path, position, message);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
