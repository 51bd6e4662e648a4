/** The story a newcomer sees first: one call allowed, one denied, one decided by a person. */
@NullMarked
package ai.preloop.cli.commands.demo;

import org.jspecify.annotations.NullMarked;
