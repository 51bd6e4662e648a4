package ai.preloop.cli.commands.models.allow;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Owners;
import ai.preloop.cli.commands.ScopeText;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Table;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Lists the lists. */
@Command(
    name = "list",
    description = "List who may call only some models.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} models allow list"})
final class ListLists implements Callable<Integer> {

  private final Invocation invocation;

  ListLists(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var server = invocation.server();
    var lists = server.get(ListPath.ALL);
    if (screen.answer(lists)) {
      return 0;
    }
    var owners = new Owners(server);
    var table = new Table("SCOPE", "MODELS");
    for (var list : Json.items(lists)) {
      table.row(
          ScopeText.of(list).byName(owners).toString(),
          list.path("models").valueStream().map(Json::words).collect(Collectors.joining(", ")));
    }
    screen.table(table, "No lists: each key calls what it and the policy allow.");
    return 0;
  }
}
