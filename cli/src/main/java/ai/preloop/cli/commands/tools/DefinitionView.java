package ai.preloop.cli.commands.tools;

import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.LineDiff;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Style;
import ai.preloop.cli.terminal.Text;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** What a person reads before they accept a definition: all of it, or what changed. */
final class DefinitionView {

  private final Screen screen;
  private final Consumer<String> out;

  DefinitionView(Screen screen, Consumer<String> out) {
    this.screen = screen;
    this.out = out;
  }

  /** Nothing when the tool is accepted as it is. */
  void print(JsonNode tool) {
    JsonNode now = tool.path("definition");
    JsonNode before = tool.at("/accepted/definition");
    if (!now.isObject()) {
      return;
    }
    if (before.isObject()) {
      changes(before, now);
    } else {
      whole(tool.has("accepted"), now);
    }
    if (Text.hides(now.toString())) {
      line(Style.YELLOW, "There are hidden characters in it, written here as \\uXXXX.");
    }
  }

  private void whole(boolean acceptedBefore, JsonNode now) {
    line(
        Style.DIM,
        acceptedBefore
            ? "\nThe definition of now; the one that was accepted is not known any more"
            : "\nThe definition, which nobody accepted yet");
    out.accept(Json.ordered(now));
  }

  private void changes(JsonNode before, JsonNode now) {
    line(Style.DIM, "\nThe definition: - as it was accepted, + as it is now");
    LineDiff.of(Json.ordered(before), Json.ordered(now))
        .forEach(line -> out.accept(screen.paint(line)));
  }

  private void line(Style style, String text) {
    out.accept(screen.paint(style, text));
  }
}
