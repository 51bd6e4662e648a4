package ai.preloop.activities.attempts;

import ai.preloop.activities.dialects.Dialect;
import java.net.http.HttpHeaders;
import java.util.Set;

/** What an answer that is none of success means for the call; as the official clients take them. */
final class Refusals {

  private static final int CONFLICT = 409;

  /** A moment later it may be another answer. */
  private static final Set<Integer> PASSING = Set.of(408, 409, 429, 500, 502, 503, 504, 529);

  /** It is about our account with the provider, and not about what was asked. */
  private static final Set<Integer> OURS = Set.of(401, 402, 403, 404);

  private Refusals() {}

  /** Whether the same request may be sent to the same provider again. */
  static boolean mayPass(int status, HttpHeaders headers, Dialect dialect) {
    String said = headers.firstValue("x-should-retry").orElse("");
    if (said.equals("true") || said.equals("false")) {
      return said.equals("true");
    }
    // Gemini documents no conflict that goes by.
    return PASSING.contains(status) && !(status == CONFLICT && dialect == Dialect.GEMINI);
  }

  /** Whether another target may serve the call; otherwise the client is to hear it. */
  static boolean isForAnother(int status, boolean mayPass) {
    return mayPass || OURS.contains(status) || status >= 500;
  }
}
