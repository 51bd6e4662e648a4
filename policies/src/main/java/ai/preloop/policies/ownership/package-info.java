/** Ownership: whose documents make up an account's policy, and what a new one changes. */
@NullMarked
package ai.preloop.policies.ownership;

import org.jspecify.annotations.NullMarked;
