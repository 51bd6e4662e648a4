/** The ledger of model calls over REST. */
@NullMarked
package ai.preloop.api.usage;

import org.jspecify.annotations.NullMarked;
