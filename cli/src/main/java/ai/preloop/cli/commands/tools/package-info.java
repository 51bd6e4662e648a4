/** Commands about tools and what the policy says of them. */
@NullMarked
package ai.preloop.cli.commands.tools;

import org.jspecify.annotations.NullMarked;
