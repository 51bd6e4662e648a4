package ai.preloop.cli.commands.demo;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Pause;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The part of the audit trail that the story wrote: the records of the agent's own session. */
record Trail(Server server, String session) {

  private static final int TRIES = 15;
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Newest first; waits a little, because allowed calls are recorded in batches. */
  List<JsonNode> records(Pause pause) throws InterruptedException {
    List<JsonNode> records = read();
    for (int i = 0; i < TRIES && !complete(records); i++) {
      pause.of(PAUSE);
      records = read();
    }
    return records;
  }

  /** Whether each of the three calls was judged as the story tells. */
  static boolean complete(List<JsonNode> records) {
    return Arrays.stream(DemoTools.values())
        .allMatch(call -> records.stream().anyMatch(record -> tells(record, call)));
  }

  private static boolean tells(JsonNode record, DemoTools call) {
    return Json.words(record, "tool").equals(call.tool())
        && Json.words(record, "verdict").equals(call.verdict());
  }

  private List<JsonNode> read() {
    var query = Map.of("server", DemoTools.SERVER, "limit", "200");
    return Json.items(server.get("/audit-logs", query)).stream()
        .filter(record -> Json.words(record, "session_id").equals(session))
        .toList();
  }
}
