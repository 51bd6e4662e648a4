/** Preloop cli. */
@NullMarked
package ai.preloop.cli;

import org.jspecify.annotations.NullMarked;
