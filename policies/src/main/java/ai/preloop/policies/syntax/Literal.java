package ai.preloop.policies.syntax;

/**
 * A credential that a document holds in full, to be moved into the secret store before the source
 * is kept anywhere. {@code start} and {@code end} count code points of the source.
 */
public record Literal(String path, Position position, int start, int end, String value) {

  /** Without the value, which belongs in no log. */
  @Override
  public String toString() {
    return "Literal[path=%s]".formatted(path);
  }
}
