package ai.preloop.cli.commands.sessions;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.usage.Dollars;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists sessions and what each came to. */
@Command(
    name = "list",
    description = "List the sessions of a time and what each came to in it, the last seen first.",
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} sessions list",
      "  ${ROOT-COMMAND-NAME} sessions list --principal ci --from 2026-11-01T00:00:00Z"
    })
final class ListSessions implements Callable<Integer> {

  private final Invocation invocation;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "From this time on (RFC 3339; a day back by default, 31 days at most).")
  private String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "Up to this time (RFC 3339).")
  private String to = "";

  @Option(
      names = "--principal",
      paramLabel = "NAME",
      description = "Only sessions with calls by this API key or person.")
  private String principal = "";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "How many sessions (default 20, up to 1000).")
  private int limit = 20;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Where an earlier list ended: its next_cursor.")
  private String cursor = "";

  ListSessions(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var query = new LinkedHashMap<String, String>();
    query.put("from", from);
    query.put("to", to);
    query.put("principal", principal);
    query.put("limit", Integer.toString(limit));
    query.put("cursor", cursor);
    query.values().removeIf(String::isEmpty);
    var screen = invocation.screen();
    var found = invocation.server().get(Sessions.PATH, query);
    if (screen.answer(found)) {
      return 0;
    }
    var table =
        new Table("ID", "SOURCE", "WHO", "LAST SEEN", "MODEL CALLS", "MCP CALLS", "TOKENS", "COST");
    for (var session : Json.items(found)) {
      table.row(
          Json.words(session, "id"),
          Json.words(session, "source"),
          Json.words(session, "principals"),
          Json.time(session, "last_seen"),
          Json.words(session, "model_calls"),
          Json.words(session, "mcp_calls"),
          Json.words(session, "input_tokens") + "/" + Json.words(session, "output_tokens"),
          Dollars.of(session.path("cost_usd")));
    }
    screen.table(table, "No sessions in this time.");
    return 0;
  }
}
