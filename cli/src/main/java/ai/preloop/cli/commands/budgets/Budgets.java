package ai.preloop.cli.commands.budgets;

import picocli.CommandLine.Command;

/** How much calls of models may cost in a time, and how many calls of tools. */
@Command(
    name = "budgets",
    description = "How much calls of models may cost in a time, and how many calls of tools.",
    subcommands = {
      ListBudgets.class,
      AddBudget.class,
      SetBudget.class,
      ShowBudget.class,
      RemoveBudget.class
    })
public final class Budgets {}
