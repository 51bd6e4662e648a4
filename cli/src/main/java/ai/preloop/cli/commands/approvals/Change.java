package ai.preloop.cli.commands.approvals;

import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Text;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Something that happened to a request: the word that REST has for how it stands since then, when
 * that was ("" where REST does not say), and the request.
 */
record Change(String event, String at, JsonNode request) {

  private static final String PENDING = "pending";
  private static final int LONGEST_EVENT = "outcome_unknown".length();

  /** In order; {@code before} is null for a request that is new. */
  static List<Change> between(@Nullable JsonNode before, JsonNode now) {
    var changes = new ArrayList<Change>();
    String status = Json.words(now, "status");
    String execution = Json.words(now, "execution_status");
    if (before == null) {
      changes.add(new Change(PENDING, "created_at", now));
    }
    if (!status.equals(before == null ? PENDING : Json.words(before, "status"))) {
      changes.add(new Change(status, "decided_at", now));
    }
    if (!execution.equals(before == null ? "none" : Json.words(before, "execution_status"))) {
      changes.add(new Change(execution, "", now));
    }
    return changes;
  }

  /** For programs. */
  JsonNode json() {
    return Json.of(Map.of("event", event, "request", request));
  }

  /** For people, on one line. */
  void print(Screen screen) {
    String padding = " ".repeat(Math.max(0, LONGEST_EVENT - event.length()));
    screen.line(
        "%s  %s  %s  %s  %s"
            .formatted(
                time(),
                screen.status(Text.line(event)) + padding,
                Json.words(request, "id"),
                ApprovalView.tool(request),
                circumstance())
            .stripTrailing());
  }

  /** What REST has no time for happened just now. */
  private String time() {
    JsonNode now = Json.of(Map.of("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    return at.isEmpty() || !request.hasNonNull(at) ? Json.time(now, "at") : Json.time(request, at);
  }

  private String circumstance() {
    return switch (event) {
      case PENDING ->
          "asked by %s, until %s"
              .formatted(Json.words(request, "requested_by"), Json.time(request, "deadline"));
      case "approved", "declined", "cancelled" -> decider();
      default -> Json.words(request, "error");
    };
  }

  private String decider() {
    String comment = Json.words(request, "comment");
    return "by " + Json.words(request, "decided_by") + (comment.isEmpty() ? "" : ": " + comment);
  }
}
