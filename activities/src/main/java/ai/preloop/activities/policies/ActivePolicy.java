package ai.preloop.activities.policies;

import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.verdicts.CompiledPolicy;

/** What judges an account's calls now. */
public record ActivePolicy(boolean frozen, AccountPolicy documents, CompiledPolicy compiled) {}
