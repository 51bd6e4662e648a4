package ai.preloop.cli.commands.servers;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the MCP servers and how each is doing. */
@Command(
    name = "list",
    description = "List the MCP servers and how each is doing.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} servers list"})
final class ListServers implements Callable<Integer> {

  private final Invocation invocation;

  ListServers(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var servers = invocation.server().get("/mcp-servers");
    if (screen.answer(servers)) {
      return 0;
    }
    var table =
        new Table("NAME", "STATUS", "OWNER", "AUTH", "SCANNED", "URL", "SINCE", "LAST ERROR");
    for (var server : Json.items(servers)) {
      table.row(
          Json.words(server, "name"),
          Json.words(server, "status"),
          Json.words(server, "owner"),
          Json.words(server, "auth_type"),
          Json.time(server, "last_scanned_at"),
          Json.words(server, "url"),
          Json.time(server, "last_error_at"),
          Json.words(server, "last_error"));
    }
    String add = invocation.shell().command("servers add NAME URL --scan");
    screen.table(table, "No MCP servers yet; add one with `" + add + "`.");
    return 0;
  }
}
