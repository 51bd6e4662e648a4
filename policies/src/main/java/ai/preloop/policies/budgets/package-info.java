/** What a budget means: its windows of time, what it counts, and how much a node takes at once. */
@NullMarked
package ai.preloop.policies.budgets;

import org.jspecify.annotations.NullMarked;
