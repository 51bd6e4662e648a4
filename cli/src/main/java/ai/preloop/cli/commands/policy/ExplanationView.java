package ai.preloop.cli.commands.policy;

import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Style;
import ai.preloop.cli.terminal.Text;
import tools.jackson.databind.JsonNode;

/** A verdict after the rules that were tried, entry by entry, with what each of them read. */
record ExplanationView(Screen screen) {

  void print(JsonNode answer) {
    String last = "";
    for (JsonNode step : answer.path("steps")) {
      String place = place(step);
      if (!place.equals(last)) {
        screen.line(screen.paint(Style.BOLD, place));
        last = place;
      }
      step(step);
    }
    if (!last.isEmpty()) {
      screen.line("");
    }
    screen.field("verdict", screen.status(Json.words(answer, "verdict")));
    screen.field("rule", rule(answer.path("rule")));
    screen.field("message", Json.words(answer, "message"));
    screen.field("workflow", Json.words(answer, "workflow"));
    screen.field("version", Json.words(answer, "policy_version"));
    screen.field("at", Json.time(answer, "at"));
  }

  /** {@code finance-safeguards, api_key nightly-job, bash (mcp)}. */
  private static String place(JsonNode step) {
    var place = new StringBuilder(Json.words(step, "owner"));
    for (String part : new String[] {"subject", "entry"}) {
      String words = Json.words(step, part);
      place.append(words.isEmpty() ? "" : ", ").append(words);
    }
    return place.toString();
  }

  private void step(JsonNode step) {
    int number = step.path("rule").asInt(0);
    String outcome = Json.words(step, "outcome");
    String description = Json.words(step, "description");
    screen.line(
        "  %-8s %s  %s"
            .formatted(
                number > 0 ? "rule " + number : "else",
                screen.paint(style(outcome), outcome.replace('_', ' ')),
                description)
            .stripTrailing());
    String detail = step.path("detail").asString("");
    if (!detail.isEmpty()) {
      screen.sentence("           ", detail);
    }
    step.path("expression")
        .asString("")
        .strip()
        .lines()
        .forEach(line -> screen.line(screen.paint(Style.DIM, "           " + Text.line(line))));
    step.path("values").forEach(value -> screen.line("             " + read(value)));
  }

  private static Style style(String outcome) {
    return switch (outcome) {
      case "matched" -> Style.BOLD;
      case "error" -> Style.RED;
      case "unknown" -> Style.YELLOW;
      default -> Style.DIM;
    };
  }

  private static String read(JsonNode value) {
    String path = Json.words(value, "path");
    return value.has("value")
        ? path + " = " + Json.compact(value.path("value"))
        : path + " is not there";
  }

  private static String rule(JsonNode rule) {
    return rule.isNumber() ? "rule " + rule.asInt() : Json.words(rule);
  }
}
