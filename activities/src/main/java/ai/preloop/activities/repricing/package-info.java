/** Prices calls of models again that have ended, and what budgets have counted of them. */
@NullMarked
package ai.preloop.activities.repricing;

import org.jspecify.annotations.NullMarked;
