package ai.preloop.activities.tools;

import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.policies.ActivePolicy;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.policies.output.OutputPolicy;
import ai.preloop.policies.output.Screened;
import ai.preloop.policies.verdicts.CalledTool;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.workflows.identity.AccountId;
import java.util.Optional;

/** What leaves for the agent of what servers answer, by the policy in force when it came. */
record Screening(ActivePolicies policies) {

  private static final Screened UNKNOWN =
      new Screened.Withheld("The policy in force is not known now.");

  Delivered of(UpstreamAnswer answer, AccountId account, CalledTool tool, Caller caller) {
    Optional<ActivePolicy> policy = policies.find(account);
    if (policy.isEmpty()) {
      return new Delivered(answer, UNKNOWN, 0);
    }
    OutputPolicy output = policy.get().compiled().output(tool, caller);
    return Delivered.screened(answer, output, Math.toIntExact(policy.get().compiled().version()));
  }
}
