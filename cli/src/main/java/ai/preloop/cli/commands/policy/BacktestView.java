package ai.preloop.cli.commands.policy;

import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Style;
import ai.preloop.cli.terminal.Table;
import ai.preloop.cli.terminal.Text;
import tools.jackson.databind.JsonNode;

/** What a document would have made of recorded calls, for a person to weigh. */
record BacktestView(Screen screen, String title) {

  /** Beyond this a person reads no more. */
  private static final int MOST = 20;

  void print(JsonNode answer) {
    long calls = answer.path("calls").asLong(0);
    screen.line(
        screen.paint(
            Style.BOLD,
            "%s: %s recorded from %s to %s"
                .formatted(
                    Text.line(title),
                    counted(calls),
                    Json.time(answer, "from"),
                    Json.time(answer, "to"))));
    if (calls > 0) {
      counts(answer, calls);
      changes(answer);
      rules(answer.path("rules"));
    }
    if (answer.path("truncated").asBoolean(false)) {
      screen.sentence("", "There are more calls than this; only the newest were judged again.");
    }
  }

  private static String counted(long calls) {
    return calls == 0 ? "no call is" : calls == 1 ? "1 call" : calls + " calls";
  }

  private void counts(JsonNode answer, long calls) {
    screen.field("unchanged", share(answer, "unchanged", calls));
    screen.field("changed", share(answer, "changed", calls));
    screen.field("unknown", share(answer, "unknown", calls));
    long more = answer.path("more_approvals").asLong(0);
    screen.field(
        "approvals",
        more == 0
            ? "as many as before"
            : Math.abs(more) + (more > 0 ? " more" : " fewer") + " asked of people");
  }

  private static String share(JsonNode answer, String name, long calls) {
    long count = answer.path(name).asLong(0);
    return "%d (%.1f %%)".formatted(count, 100.0 * count / calls);
  }

  private void changes(JsonNode answer) {
    JsonNode changes = answer.path("changes");
    if (changes.isEmpty()) {
      return;
    }
    var table = new Table("TIME", "WHO", "TOOL", "BEFORE", "AFTER", "RULE");
    changes
        .valueStream()
        .limit(MOST)
        .forEach(change ->
            table.row(
                Json.time(change, "at"),
                Json.words(change, "principal"),
                tool(change),
                Json.words(change, "before"),
                Json.words(change, "after"),
                rule(change.path("rule"))));
    screen.line("");
    screen.table(table, "");
    long more = answer.path("changed").asLong() + answer.path("unknown").asLong() - MOST;
    if (more > 0) {
      screen.line("… and %d more; -o json names up to a hundred.".formatted(more));
    }
  }

  private static String tool(JsonNode change) {
    String server = Json.words(change, "server");
    return (server.isEmpty() ? "" : server + ".") + Json.words(change, "tool");
  }

  private static String rule(JsonNode rule) {
    String description = Json.words(rule, "description", "expression");
    return description.isEmpty() && rule.isObject()
        ? "rule %s of %s".formatted(Json.words(rule, "rule"), Json.words(rule, "owner"))
        : description;
  }

  private void rules(JsonNode rules) {
    if (rules.isEmpty()) {
      return;
    }
    var table = new Table("OWNER", "ENTRY", "NO.", "FIRED", "ERRORS", "UNKNOWN", "RULE");
    for (JsonNode rule : rules) {
      String number = Json.words(rule, "rule");
      table.row(
          Json.words(rule, "owner"),
          (Json.words(rule, "subject") + " " + Json.words(rule, "entry")).strip(),
          number.equals("0") ? "else" : number,
          Json.words(rule, "fired"),
          Json.words(rule, "errors"),
          Json.words(rule, "unknown"),
          Json.words(rule, "description", "expression"));
    }
    screen.line("");
    screen.table(table, "");
  }
}
