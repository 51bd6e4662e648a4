package ai.preloop.cli.commands.tools;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** What a person should know of a tool's definition before they believe it. */
record Warnings(JsonNode tool) {

  void print(Consumer<String> out) {
    if (tool.path("hidden_unicode").asBoolean(false)) {
      out.accept("The definition has hidden characters, which a person does not see.");
    }
    if (tool.path("instructions").asBoolean(false)) {
      out.accept("The definition has words that read like instructions to an agent.");
    }
  }
}
