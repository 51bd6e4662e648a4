/** Credentials that are kept by name, over REST; their values only come in. */
@NullMarked
package ai.preloop.api.secrets;

import org.jspecify.annotations.NullMarked;
