package ai.preloop.cli.commands.audit;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Pause;
import ai.preloop.cli.terminal.Screen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Asks for new records every second, and prints each once. */
final class Following {

  private static final String PAGE = "1000";
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Server server;
  private final Map<String, String> filters;
  private final Pause pause;
  private long seen;

  Following(Server server, Map<String, String> filters, Pause pause) {
    this.server = server;
    this.filters = filters;
    this.pause = pause;
  }

  /** Ends only by an interrupt. */
  void run(Screen screen, int limit) throws InterruptedException {
    List<JsonNode> first = Json.items(page(Integer.toString(limit), ""));
    screen.stream(first.reversed(), AuditTable.of(first));
    advance(first);
    while (true) {
      pause.of(EVERY);
      List<JsonNode> added = unseen();
      screen.stream(added.reversed(), AuditTable.of(added).withoutHeadings());
      advance(added);
    }
  }

  private List<JsonNode> unseen() {
    var unseen = new ArrayList<JsonNode>();
    String cursor = "";
    do {
      JsonNode page = page(PAGE, cursor);
      List<JsonNode> items = Json.items(page);
      var fresh = items.stream().filter(item -> seq(item) > seen).toList();
      unseen.addAll(fresh);
      cursor = fresh.isEmpty() || fresh.size() < items.size() ? "" : next(page);
    } while (!cursor.isEmpty());
    return unseen;
  }

  private JsonNode page(String limit, String cursor) {
    var query = new LinkedHashMap<>(filters);
    query.put("limit", limit);
    if (!cursor.isEmpty()) {
      query.put("cursor", cursor);
    }
    return server.get("/audit-logs", query);
  }

  private void advance(List<JsonNode> items) {
    seen = items.stream().mapToLong(Following::seq).reduce(seen, Math::max);
  }

  private static long seq(JsonNode item) {
    return item.path("seq").asLong(0);
  }

  private static String next(JsonNode page) {
    return page.path("next_cursor").asString("");
  }
}
