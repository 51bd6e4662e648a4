/** Commands about virtual servers: chosen sets of tools, each at an address of its own. */
@NullMarked
package ai.preloop.cli.commands.virtualservers;

import org.jspecify.annotations.NullMarked;
