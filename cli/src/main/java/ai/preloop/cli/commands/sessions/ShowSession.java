package ai.preloop.cli.commands.sessions;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.usage.Dollars;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows a session: what it comes to, and what happened in it. */
@Command(
    name = "show",
    description = "Show what a session comes to and what happened in it, the oldest first.",
    footer = {
      "",
      "A call of a server is led by the call of a model with that end of its id, where the client"
          + " says so. Programs get the timeline.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} sessions show 6f0d0f5a-7d0b-4c8e-9d0e-3c9b6f1f2a10",
      "  ${ROOT-COMMAND-NAME} sessions show key:018f2c1e-… -o json | jq '.items[].type'"
    })
final class ShowSession implements Callable<Integer> {

  private static final int ENDING = 8;

  private final Invocation invocation;

  @Parameters(paramLabel = "ID", description = "The session's id, as it is listed.")
  private String id = "";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "How many calls (default 100, up to 1000).")
  private int limit = 100;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Where an earlier timeline ended: its next_cursor.")
  private String cursor = "";

  ShowSession(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var server = invocation.server();
    var screen = invocation.screen();
    String path = Sessions.PATH + "/" + Server.segment(id);
    var session = server.get(path);
    var query = new LinkedHashMap<String, String>();
    query.put("limit", Integer.toString(limit));
    if (!cursor.isEmpty()) {
      query.put("cursor", cursor);
    }
    var timeline = server.get(path + "/timeline", query);
    if (!screen.answer(timeline)) {
      sums(screen, session);
      moments(screen, timeline);
    }
    return 0;
  }

  private static void sums(Screen screen, JsonNode session) {
    screen.field("Session", Json.words(session, "session"));
    screen.field("Source", Json.words(session, "source"));
    screen.field("Who", Json.words(session, "principals"));
    screen.field(
        "Seen", Json.time(session, "first_seen") + " to " + Json.time(session, "last_seen"));
    screen.field(
        "Calls",
        "%s of models, %s of servers"
            .formatted(Json.words(session, "model_calls"), Json.words(session, "mcp_calls")));
    screen.field("Cost", Dollars.of(session.path("cost_usd")));
    screen.line("");
  }

  private static void moments(Screen screen, JsonNode timeline) {
    var table = new Table("TIME", "WHAT", "NAME", "OUTCOME", "COST", "MS", "ID", "LED BY");
    for (var moment : Json.items(timeline)) {
      boolean isModel = moment.path("type").asString("").equals("model_call");
      JsonNode said = moment.path(isModel ? "call" : "record");
      table.row(
          Json.time(moment, "at"),
          isModel ? "model" : Json.words(said, "action"),
          isModel ? Json.words(said, "model") : name(said),
          isModel ? Json.words(said, "status") : outcome(said),
          Dollars.of(said.path("cost_usd")),
          Json.words(said, "duration_ms"),
          ending(Json.words(moment, "id")),
          ending(Json.words(moment, "model_call_id")));
    }
    screen.table(table, "Nothing happened in it that is still kept.");
    if (!Json.words(timeline, "next_cursor").isEmpty()) {
      screen.note("There is more: go on with --cursor " + Json.words(timeline, "next_cursor"));
    }
  }

  private static String name(JsonNode record) {
    String server = Json.words(record, "server");
    String tool = Json.words(record, "tool");
    return server.isEmpty() ? tool : server + "." + tool;
  }

  /** Where nothing came out yet, the record says again what it is about. */
  private static String outcome(JsonNode record) {
    String outcome = Json.words(record, "outcome");
    String came = outcome.equals(name(record)) ? "" : outcome;
    return (Json.words(record, "verdict") + " " + came).strip();
  }

  private static String ending(String id) {
    return id.substring(Math.max(0, id.length() - ENDING));
  }
}
