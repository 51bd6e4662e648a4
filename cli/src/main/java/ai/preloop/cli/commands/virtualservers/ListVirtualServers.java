package ai.preloop.cli.commands.virtualservers;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Table;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Lists the virtual servers and what each has. */
@Command(
    name = "list",
    description = "List the virtual servers and what each has.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} servers virtual list"})
final class ListVirtualServers implements Callable<Integer> {

  private final Invocation invocation;

  ListVirtualServers(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var servers = invocation.server().get("/virtual-servers");
    if (screen.answer(servers)) {
      return 0;
    }
    var table = new Table("NAME", "PATH", "SHOWS", "TOOLS");
    for (var server : Json.items(servers)) {
      table.row(
          Json.words(server, "name"),
          Json.words(server, "path"),
          Json.words(server, "presentation"),
          server
              .path("entries")
              .valueStream()
              .map(ListVirtualServers::entry)
              .collect(Collectors.joining(", ")));
    }
    String add = invocation.shell().command("servers virtual add NAME TOOL...");
    screen.table(table, "No virtual servers yet; make one with `" + add + "`.");
    return 0;
  }

  /** {@code github:get_* (12)}. */
  private static String entry(JsonNode entry) {
    String server = Json.words(entry, "server");
    return "%s%s (%s)"
        .formatted(
            server.isEmpty() ? "" : server + ":",
            Json.words(entry, "tool"),
            Json.words(entry, "matches"));
  }
}
