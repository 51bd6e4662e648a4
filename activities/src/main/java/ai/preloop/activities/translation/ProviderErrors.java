package ai.preloop.activities.translation;

import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.wire.Fields;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.charset.StandardCharsets;

/** What went wrong at a provider, whichever envelope says it: all have {@code error.message}. */
final class ProviderErrors {

  private static final int LONGEST = 2_000;

  private ProviderErrors() {}

  static Failure read(int status, byte[] body) {
    try {
      return Failure.of(status, Fields.read(body, ProblemType.UPSTREAM_FAILED));
    } catch (ProblemException notJson) {
      return new Failure(status, text(status, body), null);
    }
  }

  private static String text(int status, byte[] body) {
    String text =
        new String(body, 0, Math.min(body.length, LONGEST), StandardCharsets.UTF_8).strip();
    return text.isEmpty() || text.startsWith("<")
        ? "The provider answered with status " + status + "."
        : text;
  }
}
