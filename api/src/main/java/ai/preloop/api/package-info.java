/** The one main class; everything else is an edge of its own. */
@NullMarked
package ai.preloop.api;

import org.jspecify.annotations.NullMarked;
