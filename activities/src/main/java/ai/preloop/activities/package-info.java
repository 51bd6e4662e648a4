/** Preloop activities. */
@NullMarked
package ai.preloop.activities;

import org.jspecify.annotations.NullMarked;
