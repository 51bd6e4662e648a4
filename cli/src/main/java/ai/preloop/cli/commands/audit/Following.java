package ai.preloop.cli.commands.audit;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Asks for new records every second, and prints each once. */
final class Following {

  private static final String PAGE = "1000";

  private final Map<String, String> filters;
  private final Screen screen;
  private long seen;

  Following(Map<String, String> filters, Screen screen) {
    this.filters = filters;
    this.screen = screen;
  }

  void begin(Server server, int limit) {
    List<JsonNode> first = Json.items(page(server, Integer.toString(limit), ""));
    screen.stream(first.reversed(), AuditTable.of(first));
    advance(first);
  }

  void goOn(Server server) {
    List<JsonNode> added = unseen(server);
    screen.stream(added.reversed(), AuditTable.of(added).withoutHeadings());
    advance(added);
  }

  private List<JsonNode> unseen(Server server) {
    var unseen = new ArrayList<JsonNode>();
    String cursor = "";
    do {
      JsonNode page = page(server, PAGE, cursor);
      List<JsonNode> items = Json.items(page);
      var fresh = items.stream().filter(item -> seq(item) > seen).toList();
      unseen.addAll(fresh);
      cursor = fresh.isEmpty() || fresh.size() < items.size() ? "" : next(page);
    } while (!cursor.isEmpty());
    return unseen;
  }

  private JsonNode page(Server server, String limit, String cursor) {
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
