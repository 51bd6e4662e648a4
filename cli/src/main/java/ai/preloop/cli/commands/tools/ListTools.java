package ai.preloop.cli.commands.tools;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the tools and what the policy says of each. */
@Command(
    name = "list",
    description = "List the tools and what the policy says of each.",
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} tools list",
      "  ${ROOT-COMMAND-NAME} tools list -o json"
    })
final class ListTools implements Callable<Integer> {

  private final Invocation invocation;

  ListTools(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var tools = invocation.server().get("/tools");
    if (screen.answer(tools)) {
      return 0;
    }
    var table = new Table("TOOL", "SERVER", "STATE", "POLICY", "DESCRIPTION");
    for (var tool : Json.items(tools)) {
      table.row(
          Json.words(tool, "name"),
          Json.words(tool, "server", "source"),
          Json.words(tool, "state"),
          Json.words(tool, "policy", "verdict"),
          Json.words(tool, "description"));
    }
    String add = invocation.shell().command("servers add NAME URL --scan");
    screen.table(table, "No tools yet; add a server with `" + add + "`.");
    return 0;
  }
}
