package ai.preloop.activities.dialects;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;

/** What a request that is not taken is answered with. */
final class Refusal {

  private Refusal() {}

  static ProblemException because(String sentence) {
    return new ProblemException(ProblemType.INVALID_REQUEST, sentence);
  }
}
