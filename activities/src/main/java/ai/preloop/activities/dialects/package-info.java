/**
 * The three interfaces of models: what requests ask for, what answers and their streams say of
 * usage.
 */
@NullMarked
package ai.preloop.activities.dialects;

import org.jspecify.annotations.NullMarked;
