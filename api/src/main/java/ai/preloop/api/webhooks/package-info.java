/** Webhooks over REST. */
@NullMarked
package ai.preloop.api.webhooks;

import org.jspecify.annotations.NullMarked;
