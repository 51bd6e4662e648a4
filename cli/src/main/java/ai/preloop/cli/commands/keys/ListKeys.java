package ai.preloop.cli.commands.keys;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Table;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Lists the keys. */
@Command(
    name = "list",
    description = "List the API keys, newest first, without their texts.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} keys list"})
final class ListKeys implements Callable<Integer> {

  private final Invocation invocation;

  ListKeys(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var keys = invocation.server().get(KeyPath.ALL);
    if (screen.answer(keys)) {
      return 0;
    }
    var table = new Table("NAME", "SCOPES", "MODELS", "TEAM", "AGENT", "FLOW", "EXPIRES");
    for (var key : Json.items(keys)) {
      table.row(
          Json.words(key, "name"),
          all(key.path("scopes")),
          key.path("models").isArray() ? all(key.path("models")) : "all",
          Json.words(key, "team"),
          Json.words(key, "agent"),
          Json.words(key, "flow"),
          key.hasNonNull("expires_at") ? Json.time(key, "expires_at") : "never");
    }
    screen.table(table, "No API keys.");
    return 0;
  }

  private static String all(JsonNode texts) {
    return texts.valueStream().map(Json::words).collect(Collectors.joining(", "));
  }
}
