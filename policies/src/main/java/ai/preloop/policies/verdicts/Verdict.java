package ai.preloop.policies.verdicts;

import ai.preloop.policies.documents.ApprovalWorkflow;
import java.util.List;

/** What the policy says of a call. */
public sealed interface Verdict {

  Basis basis();

  /** The call may go on. */
  record Allow(Basis basis) implements Verdict {}

  /** The call is refused; the agent reads the message. */
  record Deny(Cause cause, String message, Basis basis) implements Verdict {}

  /** People are asked; each of the workflows must approve. */
  record Ask(List<ApprovalWorkflow> workflows, Basis basis) implements Verdict {

    public Ask {
      workflows = List.copyOf(workflows);
    }
  }

  /** Why a call is refused. */
  enum Cause {
    RULE,
    SWITCHED_OFF,
    FROZEN,
    ARGUMENTS,
    NO_WORKFLOW,
    INTERNAL_ERROR
  }

  /** What the verdict rests on: the version, the rules that decided, and each that was tried. */
  record Basis(long policyVersion, List<DecidingRule> rules, List<Step> steps) {

    public Basis {
      rules = List.copyOf(rules);
      steps = List.copyOf(steps);
    }

    /** The conditions that could not be evaluated. */
    public List<Step> errors() {
      return steps.stream().filter(step -> step.outcome() == Step.Outcome.ERROR).toList();
    }

    /** What holds and does not bind. */
    public List<Step> shadows() {
      return steps.stream().filter(step -> step.shadowed() != null).toList();
    }
  }
}
