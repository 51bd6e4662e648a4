/** Commands that check and apply policy documents. */
@NullMarked
package ai.preloop.cli.commands.policy;

import org.jspecify.annotations.NullMarked;
