package ai.preloop.cli.commands.approvals;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What happened to approval requests between one look and the next. The newest are looked at
 * together; of older ones that are still open some at each look, in turn.
 */
final class Watching {

  private static final int PAGE = 100;
  private static final int OLDER_AT_ONCE = 20;
  private static final Set<String> ENDED = Set.of("succeeded", "failed");

  /** Those of the last page and those that are open, the ones looked at longest ago first. */
  private final SequencedMap<String, JsonNode> known = new LinkedHashMap<>();

  /** What waits, the oldest first. */
  List<Change> begin(Server server) {
    SequencedMap<String, JsonNode> waiting = new LinkedHashMap<>();
    String cursor = "";
    do {
      JsonNode page = page(server, cursor, Map.of("status", "pending"));
      Json.items(page).forEach(request -> waiting.put(id(request), request));
      cursor = Json.words(page, "next_cursor");
    } while (!cursor.isEmpty());
    // Read after what waits: what is decided in between is seen as changed by the next look.
    Json.items(page(server, "", Map.of())).stream()
        .filter(request -> !Json.words(request, "status").equals("pending"))
        .filter(request -> !waiting.containsKey(id(request)))
        .forEach(request -> known.put(id(request), request));
    known.putAll(waiting);
    return waiting.reversed().values().stream()
        .flatMap(request -> Change.between(null, request).stream())
        .toList();
  }

  /** What has changed since, the oldest first. */
  List<Change> goOn(Server server) {
    SequencedMap<String, JsonNode> now = newest(server);
    now.putAll(older(server, now.keySet()));
    List<Change> changes = new ArrayList<>();
    now.reversed().forEach((id, request) -> changes.addAll(Change.between(known.get(id), request)));
    known.values().removeIf(request -> !isOpen(request));
    now.forEach(known::putLast);
    return changes;
  }

  /** Page after page until one has somebody that is known. */
  private SequencedMap<String, JsonNode> newest(Server server) {
    SequencedMap<String, JsonNode> newest = new LinkedHashMap<>();
    String cursor = "";
    do {
      JsonNode page = page(server, cursor, Map.of());
      Json.items(page).forEach(request -> newest.putIfAbsent(id(request), request));
      boolean meets = Json.items(page).stream().anyMatch(request -> known.containsKey(id(request)));
      cursor = meets ? "" : Json.words(page, "next_cursor");
    } while (!cursor.isEmpty());
    return newest;
  }

  private SequencedMap<String, JsonNode> older(Server server, Set<String> newest) {
    List<String> ids =
        known.entrySet().stream()
            .filter(one -> isOpen(one.getValue()) && !newest.contains(one.getKey()))
            .map(Map.Entry::getKey)
            .limit(OLDER_AT_ONCE)
            .toList();
    SequencedMap<String, JsonNode> older = new LinkedHashMap<>();
    for (String id : ids) {
      try {
        older.put(id, server.get("/approval-requests/" + Server.segment(id)));
      } catch (ProblemException e) {
        forget(id, e);
      }
    }
    return older;
  }

  /** One that is not kept any more. */
  private void forget(String id, ProblemException problem) {
    if (problem.type() != ProblemType.NOT_FOUND) {
      throw problem;
    }
    known.remove(id);
  }

  /** By cursor, which stays where it is when others come in front. */
  private static JsonNode page(Server server, String cursor, Map<String, String> filter) {
    var query = new LinkedHashMap<>(filter);
    query.put("limit", Integer.toString(PAGE));
    if (!cursor.isEmpty()) {
      query.put("cursor", cursor);
    }
    return server.get("/approval-requests", query);
  }

  private static boolean isOpen(JsonNode request) {
    return switch (Json.words(request, "status")) {
      case "pending" -> true;
      case "approved" ->
          !isQuestion(request) && !ENDED.contains(Json.words(request, "execution_status"));
      default -> false;
    };
  }

  /** Nothing runs once it is approved. */
  private static boolean isQuestion(JsonNode request) {
    return Json.words(request, "tool_name").equals("request_approval")
        && Json.words(request, "server").equals("preloop");
  }

  private static String id(JsonNode request) {
    return Json.words(request, "id");
  }
}
