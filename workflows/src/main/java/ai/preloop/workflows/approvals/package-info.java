/** An approval: its Temporal contract and the workflow that drives it. */
@NullMarked
package ai.preloop.workflows.approvals;

import org.jspecify.annotations.NullMarked;
