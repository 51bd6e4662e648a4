package ai.preloop.policies.documents;

/**
 * One thing to say about a document. {@code code} is stable ({@code key.unknown}); {@code path} is
 * a JSONPath ({@code $.tools[0].conditions[1].expression}).
 */
public record Finding(
    Severity severity, String code, String path, Position position, String message) {

  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
