package ai.preloop.cli.commands.usage;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Count;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Shows what calls of models come to. */
@Command(
    name = "usage",
    description = "What calls of models used and cost.",
    subcommands = {ListCalls.class, RepriceCalls.class},
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} usage --by model",
      "  ${ROOT-COMMAND-NAME} usage --by day,key --from 2026-11-01T00:00:00Z",
      "  ${ROOT-COMMAND-NAME} usage calls --status failed",
      "  ${ROOT-COMMAND-NAME} usage reprice --from 2026-11-01T00:00:00Z --to 2026-12-01T00:00:00Z --preview"
    })
public final class Usage implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private final Calls calls = new Calls();

  @Option(
      names = "--by",
      split = ",",
      paramLabel = "WHAT",
      description =
          "One or two of model, provider, key, user, session, agent, flow, execution, team, day,"
              + " hour (default model).")
  private List<String> by = List.of("model");

  Usage(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var query = calls.query();
    query.put("by", String.join(",", by));
    var screen = invocation.screen();
    var summary = invocation.server().get("/account/gateway-usage/summary", query);
    if (!screen.answer(summary)) {
      show(screen, summary);
    }
    return 0;
  }

  private void show(Screen screen, JsonNode summary) {
    var table = new Table(headings());
    summary.path("groups").forEach(group -> row(table, group, group.path("totals")));
    screen.table(
        table,
        "No calls of models from %s to %s."
            .formatted(Json.time(summary, "from"), Json.time(summary, "to")));
    if (!table.isEmpty()) {
      screen.line(sentence(summary.path("totals")));
    }
    if (summary.path("cut").asBoolean(false)) {
      screen.note(
          "There are more groups than are shown; narrow the time or name a key or a model.");
    }
  }

  private String[] headings() {
    var headings = new ArrayList<>(by.stream().map(each -> each.toUpperCase(Locale.ROOT)).toList());
    headings.addAll(List.of("CALLS", "ERRORS", "INPUT", "CACHED", "OUTPUT", "COST", "UNPRICED"));
    return headings.toArray(String[]::new);
  }

  private void row(Table table, JsonNode group, JsonNode totals) {
    var cells = new ArrayList<>(by.stream().map(each -> group(group, each)).toList());
    cells.add(Json.words(totals, "calls"));
    cells.add(Json.words(totals, "errors"));
    cells.add(Json.words(totals, "input_tokens"));
    cells.add(Json.words(totals, "cache_read_tokens"));
    cells.add(Json.words(totals, "output_tokens"));
    cells.add(Dollars.of(totals.path("cost_usd")));
    cells.add(Json.words(totals, "unpriced_calls"));
    table.row(cells.toArray(String[]::new));
  }

  private static String group(JsonNode group, String by) {
    String said =
        switch (by) {
          case "key", "user" -> Json.words(group, by + "_name", by + "_id");
          default -> Json.words(group, by);
        };
    return said.isEmpty() ? "-" : said;
  }

  private static String sentence(JsonNode totals) {
    String sentence =
        "%s, %s tokens in, %s out, %s."
            .formatted(
                Count.of(totals.path("calls").asLong(0), "call"),
                Json.words(totals, "input_tokens"),
                Json.words(totals, "output_tokens"),
                Dollars.of(totals.path("cost_usd")));
    long estimated = totals.path("estimated_calls").asLong(0);
    return estimated == 0
        ? sentence
        : sentence + " The usage of %d is estimated.".formatted(estimated);
  }
}
