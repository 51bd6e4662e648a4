package ai.preloop.cli.commands.usage;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists calls of models. */
@Command(
    name = "calls",
    description = "List calls of models, the newest first.",
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} usage calls --model fast --limit 50",
      "  ${ROOT-COMMAND-NAME} usage calls --status cut -o json | jq '.items[].upstream_request_id'"
    })
final class ListCalls implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private final Calls calls = new Calls();

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "How many calls (default 20, up to 1000).")
  private int limit = 20;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Where an earlier list ended: its next_cursor.")
  private String cursor = "";

  ListCalls(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var query = calls.query();
    query.put("limit", Integer.toString(limit));
    if (!cursor.isEmpty()) {
      query.put("cursor", cursor);
    }
    var screen = invocation.screen();
    var found = invocation.server().get("/account/gateway-usage/search", query);
    if (screen.answer(found)) {
      return 0;
    }
    var table =
        new Table("TIME", "KEY", "MODEL", "PROVIDER", "STATUS", "INPUT", "OUTPUT", "COST", "MS");
    Json.items(found).forEach(call -> row(table, call));
    screen.table(table, "No calls of models.");
    return 0;
  }

  private static void row(Table table, JsonNode call) {
    table.row(
        Json.time(call, "started_at"),
        key(call),
        Json.words(call, "model"),
        Json.words(call, "provider"),
        Json.words(call, "status"),
        Json.words(call, "total_input_tokens"),
        Json.words(call, "output_tokens"),
        cost(call),
        Json.words(call, "duration_ms"));
  }

  /** A person who tries a model has none. */
  private static String key(JsonNode call) {
    String name = Json.words(call, "key_name");
    return name.isEmpty() ? "-" : name;
  }

  /** What is only estimated is marked. */
  private static String cost(JsonNode call) {
    String dollars = Dollars.of(call.path("cost_usd"));
    return call.path("usage_estimated").asBoolean(false) && !dollars.isEmpty()
        ? "~" + dollars
        : dollars;
  }
}
