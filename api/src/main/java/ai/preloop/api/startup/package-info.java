/** How the product comes up: its settings, its own servers, its workers, and what it says then. */
@NullMarked
package ai.preloop.api.startup;

import org.jspecify.annotations.NullMarked;
