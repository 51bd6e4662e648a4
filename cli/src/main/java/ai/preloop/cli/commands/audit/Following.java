package ai.preloop.cli.commands.audit;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Pause;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Asks for new records every second, and prints each once. A token that runs out is renewed, and a
 * Preloop that is away is waited for.
 */
final class Following {

  private static final String PAGE = "1000";
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Supplier<Server> servers;
  private final Map<String, String> filters;
  private final Pause pause;
  private Server server;
  private State state = State.ANSWERED;
  private long seen;

  Following(Supplier<Server> servers, Map<String, String> filters, Pause pause) {
    this.servers = servers;
    this.server = servers.get();
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
      try {
        List<JsonNode> added = unseen();
        screen.stream(added.reversed(), AuditTable.of(added).withoutHeadings());
        advance(added);
        state = State.ANSWERED;
      } catch (ProblemException e) {
        state = after(e, screen);
      }
    }
  }

  /** A new token helps once, and waiting may help at any time; whatever else is wrong stays so. */
  private State after(ProblemException e, Screen screen) {
    if (e.type() == ProblemType.UNAUTHENTICATED && state != State.REFUSED) {
      return State.REFUSED;
    }
    if (!e.type().retryable()) {
      throw e;
    }
    if (state != State.AWAY) {
      screen.note(Text.lines(e.detail()) + " Waiting for it.");
    }
    return State.AWAY;
  }

  private List<JsonNode> unseen() {
    if (state == State.REFUSED) {
      server = servers.get();
    }
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

  /** How the last look ended. */
  private enum State {
    ANSWERED,
    REFUSED,
    AWAY
  }

  private static long seq(JsonNode item) {
    return item.path("seq").asLong(0);
  }

  private static String next(JsonNode page) {
    return page.path("next_cursor").asString("");
  }
}
