package ai.preloop.cli.commands.usage;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
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
      "  ${ROOT-COMMAND-NAME} usage calls --query 'invoice -draft'",
      "  ${ROOT-COMMAND-NAME} usage calls --status cut -o json | jq '.items[].upstream_request_id'"
    })
final class ListCalls implements Callable<Integer> {

  private final Invocation invocation;

  /** Who looks for words; its own option would be the one by which calls are picked out. */
  private final Person person;

  @Mixin private final Calls calls = new Calls();

  @Option(
      names = "--query",
      paramLabel = "WORDS",
      description =
          "Only calls in which this was said, as far as what is said is kept (asks for a password).")
  private String words = "";

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
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var query = calls.query();
    query.put("limit", Integer.toString(limit));
    if (!cursor.isEmpty()) {
      query.put("cursor", cursor);
    }
    if (!words.isEmpty()) {
      query.put("q", words);
    }
    var screen = invocation.screen();
    var server = words.isEmpty() ? invocation.server() : person.signIn();
    var found = server.get("/account/gateway-usage/search", query);
    if (screen.answer(found)) {
      return 0;
    }
    if (words.isEmpty()) {
      calls(screen, found);
    } else {
      said(screen, found);
    }
    return 0;
  }

  private static void calls(Screen screen, JsonNode found) {
    var table =
        new Table("TIME", "KEY", "MODEL", "PROVIDER", "STATUS", "INPUT", "OUTPUT", "COST", "MS");
    Json.items(found).forEach(call -> row(table, call));
    screen.table(table, "No calls of models.");
  }

  /** What was said is longer than anything else that there is of a call. */
  private static void said(Screen screen, JsonNode found) {
    for (var call : Json.items(found)) {
      screen.line(
          "%s  %s  %s  %s"
              .formatted(
                  Json.time(call, "started_at"),
                  key(call),
                  Json.words(call, "model"),
                  Json.words(call, "id")));
      screen.sentence("  ", Json.words(call.path("words"), "headline"));
    }
    if (Json.items(found).isEmpty()) {
      screen.line("No calls of models in which this was said.");
    }
    if (Json.words(found, "capture").equals("off")) {
      screen.note(
          "What is said to models is not kept now: MODEL_GATEWAY_CAPTURE_CONTENT=true keeps it.");
    }
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
