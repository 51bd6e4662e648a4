/** Translation between the four formats in which models are asked and answer. */
@NullMarked
package ai.preloop.activities.translation;

import org.jspecify.annotations.NullMarked;
