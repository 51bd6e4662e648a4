package ai.preloop.cli.commands.budgets;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.NamedPath;
import ai.preloop.cli.commands.Owners;
import ai.preloop.cli.commands.ScopeText;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what was spent of a budget in the window of now. */
@Command(
    name = "show",
    description = "Show what was spent of a budget since it was reset last, by subject.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} budgets show each-key"})
final class ShowBudget implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "NAME", description = "The budget's name or id.")
  private String name = "";

  ShowBudget(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var server = invocation.server();
    String path = NamedPath.of(server, "/budgets", name);
    var windows = server.get(path + "/windows");
    if (screen.answer(windows)) {
      return 0;
    }
    var table = new Table("SUBJECT", "SPENT", "RESERVED", "RESETS");
    var budget = server.get(path);
    var owners = new Owners(server);
    String type = ScopeText.of(budget).type();
    for (var window : Json.items(windows)) {
      String subject = Json.words(window, "subject");
      String resets = Json.time(window, "resets_at");
      table.row(
          subject.isEmpty() ? "all" : owners.name(type, subject),
          Sums.amount(budget, window, "spent"),
          Sums.amount(budget, window, "reserved"),
          resets.isEmpty() ? "never" : resets);
    }
    screen.table(table, "Nothing was spent of it yet.");
    return 0;
  }
}
