/** Commands that show what calls of models used and cost. */
@NullMarked
package ai.preloop.cli.commands.usage;

import org.jspecify.annotations.NullMarked;
