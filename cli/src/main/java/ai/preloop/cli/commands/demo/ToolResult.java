package ai.preloop.cli.commands.demo;

import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A tool's result as an agent reads it. */
record ToolResult(JsonNode result) {

  boolean refused() {
    return result.path("isError").asBoolean(false);
  }

  /** The object that the tool answered with; the missing node when it answered in prose. */
  JsonNode object() {
    JsonNode structured = result.path("structuredContent");
    return structured.isObject() ? structured : Json.read(prose());
  }

  /** Safe to print. */
  String text() {
    return Text.lines(prose());
  }

  private String prose() {
    return result
        .path("content")
        .valueStream()
        .map(block -> block.path("text").asString(""))
        .collect(Collectors.joining("\n"));
  }
}
