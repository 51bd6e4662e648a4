/**
 * Policies that a model drafts: asked for under the account's budgets, checked, and never applied.
 */
@NullMarked
package ai.preloop.activities.generation;

import org.jspecify.annotations.NullMarked;
