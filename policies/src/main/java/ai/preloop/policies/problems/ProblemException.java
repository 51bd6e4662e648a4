package ai.preloop.policies.problems;

import java.util.Map;

/** A failure with a type and a sentence a person can act on; rendered once for each protocol. */
public final class ProblemException extends RuntimeException {

  private final ProblemType type;
  private final transient Map<String, Object> extensions;

  public ProblemException(ProblemType type, String detail) {
    this(type, detail, Map.of());
  }

  /** {@code extensions} are further members of the RFC 9457 object; they never hold a secret. */
  public ProblemException(ProblemType type, String detail, Map<String, Object> extensions) {
    super(detail);
    this.type = type;
    this.extensions = Map.copyOf(extensions);
  }

  /** What is asked for can be read, and is not valid. */
  public static ProblemException unprocessable(String detail) {
    return new ProblemException(ProblemType.UNPROCESSABLE, detail);
  }

  public ProblemType type() {
    return type;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public Map<String, Object> extensions() {
    return extensions == null ? Map.of() : extensions;
  }

  /** The same failure with the exception that led to it kept for the log. */
  public ProblemException causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }
}
