package ai.preloop.api.problems;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;

/** What the framework says by a status only. */
final class Statuses {

  private Statuses() {}

  static ProblemException problem(int status) {
    return switch (status) {
      case 401 -> of(ProblemType.UNAUTHENTICATED, "A credential is needed for this.");
      case 403 -> of(ProblemType.FORBIDDEN, "This is not allowed with this credential.");
      case 404 -> of(ProblemType.NOT_FOUND, "There is nothing at this address.");
      case 405 -> of(ProblemType.METHOD_NOT_ALLOWED, "This address has other methods than that.");
      case 413 -> of(ProblemType.TOO_LARGE, "The body is larger than is accepted.");
      case 415 -> of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "This address does not read that type.");
      default ->
          status < 500
              ? of(ProblemType.INVALID_REQUEST, "The request is not as this address expects it.")
              : of(ProblemType.INTERNAL, "Something broke on our side; the log has it.");
    };
  }

  private static ProblemException of(ProblemType type, String sentence) {
    return new ProblemException(type, sentence);
  }
}
