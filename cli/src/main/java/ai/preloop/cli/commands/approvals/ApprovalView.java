package ai.preloop.cli.commands.approvals;

import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.RuleWords;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Style;
import ai.preloop.cli.terminal.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.JsonNode;

/** Everything of a request that its reader may see; an approver sees it whole. */
final class ApprovalView {

  private ApprovalView() {}

  static String tool(JsonNode request) {
    String server = Json.words(request, "server");
    String tool = Json.words(request, "tool_name");
    return server.isEmpty() ? tool : server + "." + tool;
  }

  /** Whether it is to the letter; whoever is not asked gets it without its secrets. */
  static boolean isWhole(JsonNode request) {
    return request.hasNonNull("digest");
  }

  /** Whether it is about what a tool answered, and not about a call that is to be made. */
  static boolean isOfResult(JsonNode request) {
    return Json.words(request, "kind").equals("release");
  }

  static void print(Screen screen, JsonNode request) {
    screen.line(screen.paint(Style.BOLD, tool(request)) + "  " + standing(screen, request));
    screen.field("id", Json.words(request, "id"));
    screen.field("asked by", Json.words(request, "requested_by"));
    screen.field("asked at", Json.time(request, "created_at"));
    screen.field("decide by", Json.time(request, "deadline") + left(request));
    screen.field("rule", RuleWords.of(request.path("rule")));
    screen.field("policy", Json.words(request, "policy_version"));
    screen.field("why", Text.lines(request.path("justification").asString("")));
    screen.field("approvers", deciders(request));
    screen.field("digest", Json.words(request, "digest"));
    screen.line("\n" + screen.paint(Style.DIM, "arguments"));
    screen.line(Json.pretty(request.path("arguments")));
    warn(screen, request.path("arguments"));
    withheld(screen, request);
    if (!isWhole(request)) {
      screen.line(
          screen.paint(
              Style.DIM,
              "Secrets are left out and long values cut. Whoever decides sees it whole."));
    }
    outcome(screen, request);
  }

  private static String standing(Screen screen, JsonNode request) {
    String status = Json.words(request, "status");
    String execution = Json.words(request, "execution_status");
    boolean ran = !execution.isEmpty() && !execution.equals("none");
    return screen.status(status) + (ran ? ", " + screen.status(execution) : "");
  }

  private static void withheld(Screen screen, JsonNode request) {
    if (!isOfResult(request)) {
      return;
    }
    screen.line("\n" + screen.paint(Style.BOLD, "The tool has run. Decided is about its result:"));
    if (request.hasNonNull("withheld_result")) {
      screen.line(Json.pretty(request.path("withheld_result")));
      warn(screen, request.path("withheld_result"));
    } else {
      screen.line(screen.paint(Style.DIM, "It is shown to those who decide, until they have."));
    }
  }

  private static void warn(Screen screen, JsonNode arguments) {
    boolean hides = Text.hides(arguments.toString());
    if (hides) {
      screen.line(
          screen.paint(
              Style.YELLOW, "There are hidden characters in it, written here as \\uXXXX."));
    }
  }

  private static void outcome(Screen screen, JsonNode request) {
    for (JsonNode vote : request.path("votes").values()) {
      screen.field("vote", vote(vote));
    }
    screen.field("decided by", Json.words(request, "decided_by"));
    screen.field("decided at", Json.time(request, "decided_at"));
    screen.field("comment", Text.lines(request.path("comment").asString("")));
    screen.field("error", Json.words(request, "error"));
    if (request.hasNonNull("result")) {
      screen.line(
          "\n" + screen.paint(Style.DIM, "result") + "\n" + Json.pretty(request.path("result")));
    }
  }

  /** {@code any 2 of ana, bo}; a request that somebody closed without votes has nobody to name. */
  private static String deciders(JsonNode request) {
    var approvers = request.path("approvers");
    int needed = request.path("required_approvals").asInt(1);
    String names = approvers.isEmpty() ? "an approver" : Json.words(approvers);
    return approvers.size() <= needed && needed == 1 ? names : needed + " of " + names;
  }

  /** {@code approved by ana at 10:00: "fine"}. */
  private static String vote(JsonNode vote) {
    String verdict = Json.words(vote, "verdict").equals("approve") ? "approve" : "decline";
    String comment = Json.words(vote, "comment");
    return "%s, by %s at %s%s"
        .formatted(
            verdict,
            Json.words(vote, "voter"),
            Json.time(vote, "cast_at"),
            comment.isEmpty() ? "" : ": " + comment);
  }

  private static String left(JsonNode request) {
    if (!Json.words(request, "status").equals("pending")) {
      return "";
    }
    try {
      var deadline = Instant.parse(request.path("deadline").asString(""));
      long seconds = Duration.between(Instant.now(), deadline).toSeconds();
      return seconds < 0 ? " (over)" : " (in %d min %d s)".formatted(seconds / 60, seconds % 60);
    } catch (DateTimeParseException e) {
      return "";
    }
  }
}
