/** The threads on which requests are answered. */
@NullMarked
package ai.preloop.api.threads;

import org.jspecify.annotations.NullMarked;
