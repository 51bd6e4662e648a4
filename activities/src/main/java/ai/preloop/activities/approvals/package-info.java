/** Approvals: opened, voted on, settled, executed once, and found again when something was lost. */
@NullMarked
package ai.preloop.activities.approvals;

import org.jspecify.annotations.NullMarked;
