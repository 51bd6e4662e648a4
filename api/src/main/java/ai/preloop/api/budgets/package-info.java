/** Budgets over REST. */
@NullMarked
package ai.preloop.api.budgets;

import org.jspecify.annotations.NullMarked;
