/** What every command shares, and the commands that stand alone. */
@NullMarked
package ai.preloop.cli.commands;

import org.jspecify.annotations.NullMarked;
