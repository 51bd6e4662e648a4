/** The ledger: what every call and decision leaves behind, chained so that a change shows. */
@NullMarked
package ai.preloop.activities.audit;

import org.jspecify.annotations.NullMarked;
