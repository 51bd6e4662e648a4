package ai.preloop.cli.commands.policy;

import ai.preloop.cli.commands.usage.Dollars;
import ai.preloop.cli.terminal.Format;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Shell;
import ai.preloop.cli.terminal.Style;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** What there is to say of a draft, beside the draft itself. */
record GenerationReport(Screen screen, String title) {

  /** For people: where notes go, so that the output has the document alone. */
  static GenerationReport beside(Shell shell, String title) {
    var beside =
        new Shell(
            shell.environment(),
            shell.in(),
            shell.err(),
            shell.err(),
            shell.prompt(),
            shell.pause(),
            shell.columns());
    boolean colour = shell.variable("NO_COLOR").isEmpty();
    return new GenerationReport(new Screen(beside, Format.TABLE, colour), title);
  }

  void print(JsonNode answer) {
    var source =
        PolicySource.named(
            title, answer.path("document").asString("").getBytes(StandardCharsets.UTF_8));
    Findings.of(source, answer).print(screen);
    explanation(answer.path("explanation"));
    changes(answer.path("diff"));
    tests(answer.path("tests"));
    if (answer.has("backtest")) {
      screen.line("");
      new BacktestView(screen, title).print(answer.path("backtest"));
    }
    note(answer);
    answer.path("omitted").forEach(each -> screen.sentence("", Json.words(each)));
    screen.line(end(answer));
  }

  private void explanation(JsonNode statements) {
    if (!statements.isEmpty()) {
      screen.line(screen.paint(Style.BOLD, "What it says"));
      statements.forEach(each -> screen.sentence("  ", Json.words(each, "words")));
    }
  }

  private void changes(JsonNode diff) {
    if (!diff.isMissingNode()) {
      screen.line("");
      screen.line(
          screen.paint(Style.BOLD, "Against version %s".formatted(Json.words(diff, "version"))));
      diff.path("changes").forEach(change -> screen.line("  " + Json.words(change)));
    }
  }

  private void tests(JsonNode tests) {
    if (tests.isMissingNode()) {
      return;
    }
    screen.line("");
    screen.line(
        "Its tests: %s passed, %s failed"
            .formatted(Json.words(tests, "passed"), Json.words(tests, "failed")));
    tests
        .path("results")
        .valueStream()
        .filter(result -> !result.path("ok").asBoolean(true))
        .forEach(result ->
            screen.sentence(
                "  ", Json.words(result, "name") + ": " + Json.words(result.path("differences"))));
  }

  private void note(JsonNode answer) {
    String note = Json.words(answer, "model_note");
    if (!note.isEmpty()) {
      screen.line("");
      screen.line(screen.paint(Style.BOLD, "The model's own note, for which nothing vouches"));
      screen.sentence("  ", note);
    }
    screen.line("");
  }

  private static String end(JsonNode answer) {
    JsonNode usage = answer.path("usage");
    String cost = Dollars.of(usage.path("cost_usd"));
    return "%s after %s of 3 attempts by %s (%s tokens in, %s out%s); nothing is applied."
        .formatted(
            answer.path("valid").asBoolean(false) ? "Valid" : "Not valid",
            Json.words(answer, "attempts"),
            Json.words(usage, "model"),
            Json.words(usage, "input_tokens"),
            Json.words(usage, "output_tokens"),
            cost.isEmpty() ? "" : ", " + cost);
  }
}
