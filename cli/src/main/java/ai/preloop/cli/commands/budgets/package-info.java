/** Commands about budgets: how much calls of models may cost in a time, and how many of tools. */
@NullMarked
package ai.preloop.cli.commands.budgets;

import org.jspecify.annotations.NullMarked;
