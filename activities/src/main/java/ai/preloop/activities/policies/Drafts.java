package ai.preloop.activities.policies;

import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.verdicts.CompiledPolicy;
import ai.preloop.workflows.identity.AccountId;

/** Policies that are not in force, tried on what there is. */
final class Drafts {

  private final ActivePolicies policies;
  private final WaitingCalls waiting;

  Drafts(ActivePolicies policies, WaitingCalls waiting) {
    this.policies = policies;
    this.waiting = waiting;
  }

  /** What it would mean to the calls that wait now. */
  WaitingCalls.Outlook waiting(AccountId account, AccountPolicy draft) {
    return waiting.under(account, compiled(account, draft));
  }

  /** Ready to judge, as it would be if it were in force. */
  CompiledPolicy compiled(AccountId account, AccountPolicy draft) {
    return compiled(account, 0, draft);
  }

  /** As above, of a version that was in force once. */
  CompiledPolicy compiled(AccountId account, long version, AccountPolicy policy) {
    return policies.compile(account, version, policy);
  }

  /** What judges calls now. */
  CompiledPolicy inForce(AccountId account) {
    return policies.require(account).compiled();
  }
}
