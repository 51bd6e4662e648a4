package ai.preloop.activities.modelrules;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.verdicts.DecidingRule;
import ai.preloop.policies.verdicts.Verdict;
import java.util.List;

/** Whether a call of a model may go on. */
public sealed interface ModelJudgement {

  /** It may. */
  record Allowed() implements ModelJudgement {}

  /** It may not, which is in the ledger already; {@code rules} are empty where the key decides. */
  record Denied(String sentence, List<DecidingRule> rules) implements ModelJudgement {

    public Denied {
      rules = List.copyOf(rules);
    }

    /** MODEL_NOT_ALLOWED, as the edge tells it. */
    public ProblemException problem() {
      return new ProblemException(ProblemType.MODEL_NOT_ALLOWED, sentence);
    }
  }

  /** People are to be asked first; {@link ModelApprovals} does it. */
  record Asked(Verdict.Ask ask) implements ModelJudgement {}
}
