/** What calls of models cost: a dated catalogue, and what accounts say over it. */
@NullMarked
package ai.preloop.activities.prices;

import org.jspecify.annotations.NullMarked;
