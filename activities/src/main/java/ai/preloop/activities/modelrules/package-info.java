/** Who may call which model, and how people are asked about it. */
@NullMarked
package ai.preloop.activities.modelrules;

import org.jspecify.annotations.NullMarked;
