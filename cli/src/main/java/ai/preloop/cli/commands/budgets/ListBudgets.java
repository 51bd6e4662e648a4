package ai.preloop.cli.commands.budgets;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Owners;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the budgets and what each has come to. */
@Command(
    name = "list",
    description = "List the budgets and what each has come to.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} budgets list"})
final class ListBudgets implements Callable<Integer> {

  private final Invocation invocation;

  ListBudgets(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var server = invocation.server();
    var budgets = server.get("/budgets");
    if (screen.answer(budgets)) {
      return 0;
    }
    var owners = new Owners(server);
    var table = new Table("NAME", "FOR", "LIMIT", "KIND", "SPENT", "RESERVED");
    for (var budget : Json.items(budgets)) {
      table.row(
          Json.words(budget, "name"),
          Sums.scope(budget, owners),
          Sums.limit(budget),
          Json.words(budget, "kind"),
          Sums.amount(budget, budget.path("window"), "spent"),
          Sums.amount(budget, budget.path("window"), "reserved"));
    }
    String add = invocation.shell().command("budgets add NAME LIMIT");
    screen.table(table, "No budgets yet; make one with `" + add + "`.");
    return 0;
  }
}
