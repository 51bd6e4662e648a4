/** What is left when a process dies at the worst moment. */
@NullMarked
package ai.preloop.api.crashes;

import org.jspecify.annotations.NullMarked;
