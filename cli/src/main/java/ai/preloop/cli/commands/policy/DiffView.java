package ai.preloop.cli.commands.policy;

import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.LineDiff;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Style;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a document would change, entry by entry, and what that means for calls that wait. */
record DiffView(Screen screen, String title) {

  private static final String UNCHANGED = "unchanged";

  void print(JsonNode answer) {
    String owner = Json.words(answer, "policy_name");
    String version = Json.words(answer, "version");
    JsonNode changes = answer.path("changes");
    screen.line(
        changes.isEmpty()
            ? "%s: %s is in force as it is written; version %s.".formatted(title, owner, version)
            : screen.paint(
                Style.BOLD, "%s: %s against version %s".formatted(title, owner, version)));
    if (answer.path("entries").isEmpty()) {
      changes.forEach(change -> screen.line(Json.words(change)));
    }
    answer.path("entries").forEach(this::entry);
    waiting(answer.path("waiting").valueStream().toList());
  }

  private void entry(JsonNode entry) {
    String kind = Json.words(entry, "kind");
    String part = Json.words(entry, "part").replace('_', ' ');
    String heading = "%s %s %s".formatted(kind, part, Json.words(entry, "key")).strip();
    screen.line("");
    screen.line(screen.paint(Style.BOLD, heading));
    LineDiff.of(entry.path("before").asString(""), entry.path("after").asString(""))
        .forEach(line -> screen.line(screen.paint(line)));
  }

  private void waiting(List<JsonNode> all) {
    if (all.isEmpty()) {
      return;
    }
    var touched = all.stream().filter(each -> !effect(each).equals(UNCHANGED)).toList();
    screen.line("");
    screen.line(screen.paint(Style.BOLD, summary(all.size(), touched.size())));
    touched.forEach(this::call);
  }

  private static String summary(int all, int touched) {
    String waits = all == 1 ? "1 call waits" : all + " calls wait";
    return waits
        + " for a decision now; "
        + (touched == 0
            ? "nothing changes for " + (all == 1 ? "it." : "them.")
            : touched + " would be judged otherwise:");
  }

  private void call(JsonNode call) {
    String server = Json.words(call, "server");
    String tool = (server.isEmpty() ? "" : server + ".") + Json.words(call, "tool_name");
    screen.line(
        "  %s  %s, asked by %s"
            .formatted(Json.words(call, "id"), tool, Json.words(call, "requested_by")));
    String effect = effect(call).replace('_', ' ');
    screen.line("    " + screen.paint(style(effect), effect));
    screen.sentence("    ", call.path("sentence").asString(""));
  }

  private static Style style(String effect) {
    return effect.contains("denied") ? Style.RED : Style.YELLOW;
  }

  private static String effect(JsonNode call) {
    return Json.words(call, "effect");
  }
}
