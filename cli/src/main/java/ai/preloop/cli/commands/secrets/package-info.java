/** Commands about the credentials that are kept by name. */
@NullMarked
package ai.preloop.cli.commands.secrets;

import org.jspecify.annotations.NullMarked;
