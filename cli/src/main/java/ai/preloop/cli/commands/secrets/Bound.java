package ai.preloop.cli.commands.secrets;

import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import tools.jackson.databind.JsonNode;

/** Says where a secret may be sent. */
final class Bound {

  private Bound() {}

  static void print(Screen screen, String done, JsonNode secret) {
    if (screen.answer(secret)) {
      return;
    }
    String origin = Json.words(secret, "origin");
    screen.line(
        done
            + " "
            + Json.words(secret, "name")
            + (origin.isEmpty()
                ? "; it belongs to the origin that it is used for first."
                : "; it is sent to " + origin + " only."));
  }
}
