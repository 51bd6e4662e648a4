/** Preloop bench. */
@NullMarked
package ai.preloop.bench;

import org.jspecify.annotations.NullMarked;
