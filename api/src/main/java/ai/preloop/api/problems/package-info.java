/** How failures leave over HTTP: problem details (RFC 9457), written in one place. */
@NullMarked
package ai.preloop.api.problems;

import org.jspecify.annotations.NullMarked;
