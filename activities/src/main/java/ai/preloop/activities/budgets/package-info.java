/** What may be spent or called in a time: reserved before a call, settled after it. */
@NullMarked
package ai.preloop.activities.budgets;

import org.jspecify.annotations.NullMarked;
