package ai.preloop.cli.client;

import ai.preloop.cli.terminal.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads RFC 9457 problems, and gives a sentence to answers that are none. */
final class Problems {

  /** Says that a request was sent, and that nothing is known of what it did. */
  static final String UNANSWERED = "unanswered";

  private Problems() {}

  static ProblemException of(int status, JsonNode problem, Address address) {
    String detail = Json.words(problem, "detail", "title");
    if (detail.isEmpty()) {
      detail = address + " answered with HTTP status " + status + ".";
    }
    return new ProblemException(type(status, problem), detail, Map.of("problem", problem));
  }

  static ProblemException unreachable(Address address) {
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "Preloop does not answer at "
            + address
            + ": start it with `make up`, or give its address with --url or PRELOOP_URL.");
  }

  static ProblemException unanswered(Address address) {
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "The connection to Preloop at %s ended before its answer came.".formatted(address),
        Map.of(UNANSWERED, true));
  }

  private static ProblemType type(int status, JsonNode problem) {
    String slug = problem.path("type").asString("").replaceFirst("^.*[/:]", "");
    return Arrays.stream(ProblemType.values())
        .filter(type -> type.slug().equals(slug))
        .findFirst()
        .orElseGet(() -> type(status));
  }

  private static ProblemType type(int status) {
    return Arrays.stream(ProblemType.values())
        .filter(type -> type.status() == status)
        .findFirst()
        .orElse(ProblemType.INTERNAL);
  }
}
