/** Commands about models: where they are, what they cost, and whether they answer. */
@NullMarked
package ai.preloop.cli.commands.models;

import org.jspecify.annotations.NullMarked;
