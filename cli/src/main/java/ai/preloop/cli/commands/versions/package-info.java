/** Commands that look at the policy's versions, name them, give them up, and return to one. */
@NullMarked
package ai.preloop.cli.commands.versions;

import org.jspecify.annotations.NullMarked;
