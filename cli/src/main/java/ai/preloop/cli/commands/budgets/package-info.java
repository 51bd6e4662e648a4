/** Commands about budgets: how much calls of models may cost in a time. */
@NullMarked
package ai.preloop.cli.commands.budgets;

import org.jspecify.annotations.NullMarked;
