/** What a person or a script sees: formats, tables, colour, and text made safe to print. */
@NullMarked
package ai.preloop.cli.terminal;

import org.jspecify.annotations.NullMarked;
