/** Commands about the credential in use. */
@NullMarked
package ai.preloop.cli.commands.auth;

import org.jspecify.annotations.NullMarked;
