package ai.preloop.cli.commands.policy;

import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Style;
import ai.preloop.cli.terminal.Text;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What was found in one document, printed as compilers do. */
record Findings(PolicySource source, List<JsonNode> found) {

  static Findings of(PolicySource source, JsonNode answer) {
    return new Findings(source, answer.path("findings").valueStream().map(source::placed).toList());
  }

  boolean hold(Strictness strictness) {
    return found.stream()
        .noneMatch(finding -> strictness == Strictness.STRICT || severity(finding).equals("error"));
  }

  /** The sentences of the errors, with their places. */
  List<String> errors() {
    return found.stream()
        .filter(finding -> severity(finding).equals("error"))
        .map(finding -> place(finding) + " " + Json.words(finding, "message"))
        .toList();
  }

  /** Whether warnings count as errors. */
  enum Strictness {
    USUAL,
    STRICT;

    static Strictness when(boolean strict) {
      return strict ? STRICT : USUAL;
    }
  }

  void print(Screen screen) {
    for (JsonNode finding : found) {
      String severity = severity(finding);
      screen.line(
          "%s %s %s %s"
              .formatted(
                  place(finding),
                  screen.paint(Style.of(severity), severity),
                  Json.words(finding, "code"),
                  Json.words(finding, "message")));
      quote(screen, finding);
    }
  }

  private static void quote(Screen screen, JsonNode finding, String line, int column) {
    int before = Math.clamp(column - 1, 0, line.length());
    String indent = " ".repeat(Text.columns(Text.line(line.substring(0, before))));
    screen.line("    " + Text.line(line));
    screen.line("    " + indent + screen.paint(Style.of(severity(finding)), "^"));
  }

  private void quote(Screen screen, JsonNode finding) {
    String line = source.line(finding.path("line").asInt(0));
    if (!line.isBlank()) {
      quote(screen, finding, line, finding.path("column").asInt(1));
    }
  }

  private String place(JsonNode finding) {
    int line = finding.path("line").asInt(0);
    String file = Text.line(source.name());
    return line < 1 ? file + ":" : file + ":" + line + ":" + finding.path("column").asInt(1);
  }

  private static String severity(JsonNode finding) {
    return Json.words(finding, "severity").toLowerCase(Locale.ROOT);
  }
}
