/** The {@code preloop} command: its entry, its exit codes and how it reports what went wrong. */
@NullMarked
package ai.preloop.cli;

import org.jspecify.annotations.NullMarked;
