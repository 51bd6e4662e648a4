package ai.preloop.cli.commands.demo;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The part of the audit trail that the story wrote: the demo server's records after a number. */
record Trail(Server server, long after) {

  private static final int TRIES = 15;
  private static final long PAUSE_MILLIS = 200;

  static Trail from(Server server) {
    var newest = Json.items(server.get("/audit-logs", Map.of("limit", "100")));
    return new Trail(server, newest.stream().mapToLong(Trail::seq).max().orElse(0));
  }

  /** Newest first; waits a little, because allowed calls are recorded in batches. */
  List<JsonNode> records() throws InterruptedException {
    List<JsonNode> records = read();
    for (int i = 0; i < TRIES && !complete(records); i++) {
      Thread.sleep(PAUSE_MILLIS);
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
    var query = Map.of("server", DemoTools.SERVER, "limit", "100");
    return Json.items(server.get("/audit-logs", query)).stream()
        .filter(record -> seq(record) > after)
        .toList();
  }

  private static long seq(JsonNode record) {
    return record.path("seq").asLong(0);
  }
}
