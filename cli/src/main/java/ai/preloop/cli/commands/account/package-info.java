/** Commands about the account as a whole. */
@NullMarked
package ai.preloop.cli.commands.account;

import org.jspecify.annotations.NullMarked;
