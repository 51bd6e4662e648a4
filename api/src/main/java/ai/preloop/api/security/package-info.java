/** Who is let in over HTTP: hosts and origins, credentials, limits, and what is public. */
@NullMarked
package ai.preloop.api.security;

import org.jspecify.annotations.NullMarked;
