/**
 * Conditions: CEL and its simple form, compiled once, checked against a tool's schema, evaluated
 * within budgets.
 */
@NullMarked
package ai.preloop.policies.conditions;

import org.jspecify.annotations.NullMarked;
