/** Commands about API keys and the runtime tokens of them. */
@NullMarked
package ai.preloop.cli.commands.keys;

import org.jspecify.annotations.NullMarked;
