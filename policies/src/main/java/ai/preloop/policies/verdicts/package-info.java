/** Verdicts: a call, an account's compiled policy and a time give allow, deny or ask. */
@NullMarked
package ai.preloop.policies.verdicts;

import org.jspecify.annotations.NullMarked;
