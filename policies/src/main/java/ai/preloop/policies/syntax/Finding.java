package ai.preloop.policies.syntax;

import java.util.Comparator;

/**
 * One thing to say about a document. {@code code} is stable ({@code key.unknown}); {@code path} is
 * a JSONPath ({@code $.tools[0].conditions[1].expression}).
 */
public record Finding(
    Severity severity, String code, String path, Position position, String message) {

  private static final int LONGEST_MESSAGE = 1_000;

  /** As they come in the source; what stands nowhere in it comes last. */
  public static final Comparator<Finding> IN_SOURCE =
      Comparator.comparing((Finding finding) -> finding.position().equals(Position.UNKNOWN))
          .thenComparingInt(finding -> finding.position().line())
          .thenComparingInt(finding -> finding.position().column())
          .thenComparing(Finding::path)
          .thenComparing(Finding::code);

  /** A message repeats what is written, which may be long. */
  public Finding {
    if (message.length() > LONGEST_MESSAGE) {
      int end = message.offsetByCodePoints(0, LONGEST_MESSAGE / 2);
      message = message.substring(0, end) + "…";
    }
  }

  /** The same, said with another weight. */
  public Finding as(Severity other) {
    return new Finding(other, code, path, position, message);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
