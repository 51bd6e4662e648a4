package ai.preloop.policies.problems;

/**
 * Every kind of failure that leaves the product. The slug ends the RFC 9457 {@code type} URI and is
 * a contract; {@code retryable} says whether the same request may succeed later by itself.
 */
public enum ProblemType {
  INVALID_REQUEST("invalid-request", 400, "The request cannot be read", false),
  UNAUTHENTICATED("unauthenticated", 401, "A valid credential is needed", false),
  FORBIDDEN("forbidden", 403, "Not allowed with this credential", false),
  CALL_REFUSED("call-refused", 403, "The policy or a person refuses this call", false),
  BUDGET_LIMIT_EXCEEDED("budget-limit-exceeded", 403, "A budget has no room for this", false),
  MODEL_NOT_ALLOWED("model-not-allowed", 403, "This model is not allowed here", false),
  NOT_FOUND("not-found", 404, "There is no such thing", false),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not offered here", false),
  CONFLICT("conflict", 409, "The state of the thing does not allow this", false),
  VERSION_CONFLICT("version-conflict", 409, "Somebody else changed it first", false),
  TOO_LARGE("too-large", 413, "The request is larger than is accepted", false),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The content type is not read", false),
  MISDIRECTED("misdirected", 421, "The request names a host that is not this one", false),
  UNPROCESSABLE("unprocessable", 422, "The content is not valid", false),
  POLICY_INVALID("policy-invalid", 422, "The policy document is not valid", false),
  COMMENT_MISSING("comment-missing", 422, "This decision needs a comment", false),
  RATE_LIMITED("rate-limited", 429, "Too many requests", true),
  INTERNAL("internal", 500, "Something broke on our side", false),
  UPSTREAM_FAILED("upstream-failed", 502, "The upstream server failed", true),
  UNAVAILABLE("unavailable", 503, "A part that is needed is not there now", true),
  UPSTREAM_TIMEOUT("upstream-timeout", 504, "The upstream server did not answer in time", true);

  private final String slug;
  private final int status;
  private final String title;
  private final boolean retryable;

  ProblemType(String slug, int status, String title, boolean retryable) {
    this.slug = slug;
    this.status = status;
    this.title = title;
    this.retryable = retryable;
  }

  public String slug() {
    return slug;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public boolean retryable() {
    return retryable;
  }
}
