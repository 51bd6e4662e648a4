/** Sign-in, the person behind a credential, and API keys over REST. */
@NullMarked
package ai.preloop.api.identity;

import org.jspecify.annotations.NullMarked;
