/** Commands that read and prove the audit trail. */
@NullMarked
package ai.preloop.cli.commands.audit;

import org.jspecify.annotations.NullMarked;
