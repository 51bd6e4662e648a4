/** Commands for the people who decide. */
@NullMarked
package ai.preloop.cli.commands.approvals;

import org.jspecify.annotations.NullMarked;
