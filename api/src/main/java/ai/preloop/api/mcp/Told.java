package ai.preloop.api.mcp;

import ai.preloop.policies.problems.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * What a call is told: a tool's result, whoever made it; the sentence that it says where it is of
 * our own making; for whoever is told of problems otherwise, the problem that it stands for; {@code
 * isWhole} when nothing more will ever be known.
 */
record Told(
    byte[] result, @Nullable String sentence, @Nullable ProblemException problem, boolean isWhole) {

  /** A server's own result. */
  static Told passedOn(byte[] result) {
    return new Told(result, null, null, true);
  }
}
