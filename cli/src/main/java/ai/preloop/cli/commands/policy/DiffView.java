package ai.preloop.cli.commands.policy;

import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.LineDiff;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Style;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What documents would change, entry by entry, and what that means for calls that wait. */
record DiffView(Screen screen, String title) {

  /** One of the documents that were answered to. */
  void print(JsonNode document, JsonNode answer) {
    String owner = Json.words(document, "policy_name");
    String version = Json.words(answer, "version");
    JsonNode changes = document.path("changes");
    screen.line(
        changes.isEmpty()
            ? "%s: %s is in force as it is written; version %s.".formatted(title, owner, version)
            : screen.paint(
                Style.BOLD, "%s: %s against version %s".formatted(title, owner, version)));
    List<JsonNode> entries = document.path("entries").valueStream().toList();
    for (JsonNode entry : entries) {
      heading(entry);
      if (Json.words(entry, "part").equals("layout") && entries.size() > 1) {
        // The layout is the whole source: beside other changes it would say everything twice.
        screen.line("  comments, order or spelling");
      } else {
        lines(entry);
      }
    }
  }

  private void heading(JsonNode entry) {
    String part = Json.words(entry, "part").replace('_', ' ');
    String heading =
        "%s %s %s".formatted(Json.words(entry, "kind"), part, Json.words(entry, "key"));
    screen.line("");
    screen.line(screen.paint(Style.BOLD, heading.strip()));
  }

  private void lines(JsonNode entry) {
    LineDiff.of(entry.path("before").asString(""), entry.path("after").asString(""))
        .forEach(line -> screen.line(screen.paint(line)));
  }

  void waiting(JsonNode answer, boolean differs) {
    long all = answer.path("waiting_total").asLong(0);
    if (all == 0 || !differs) {
      return;
    }
    var touched = answer.path("waiting").valueStream().toList();
    screen.line("");
    screen.line(screen.paint(Style.BOLD, summary(all, touched.size())));
    touched.forEach(this::call);
    long judged = answer.path("waiting_judged").asLong(all);
    if (judged < all) {
      screen.line("Only %d of the %d were looked at.".formatted(judged, all));
    }
  }

  private static String summary(long all, int touched) {
    String waits = all == 1 ? "1 call waits" : all + " calls wait";
    return touched == 0
        ? waits + " for a decision now, and nothing changes for " + (all == 1 ? "it." : "them.")
        : "%s for a decision now; %d would be judged otherwise:".formatted(waits, touched);
  }

  private void call(JsonNode call) {
    String server = Json.words(call, "server");
    String tool = (server.isEmpty() ? "" : server + ".") + Json.words(call, "tool_name");
    String by = Json.words(call, "requested_by");
    screen.line("  %s  %s, asked by %s".formatted(Json.words(call, "id"), tool, by));
    String effect = Json.words(call, "effect").replace('_', ' ');
    screen.line("    " + screen.paint(style(effect), effect));
    screen.sentence("    ", call.path("sentence").asString(""));
  }

  private static Style style(String effect) {
    return effect.contains("denied") ? Style.RED : Style.YELLOW;
  }
}
