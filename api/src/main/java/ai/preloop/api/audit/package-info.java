/** The ledger over REST. */
@NullMarked
package ai.preloop.api.audit;

import org.jspecify.annotations.NullMarked;
