/** What a budget means: its windows of time, its money, and how much of it a node takes at once. */
@NullMarked
package ai.preloop.policies.budgets;

import org.jspecify.annotations.NullMarked;
