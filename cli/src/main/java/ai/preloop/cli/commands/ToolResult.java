package ai.preloop.cli.commands;

import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A tool's result as an agent reads it. */
public record ToolResult(JsonNode result) {

  public boolean refused() {
    return result.path("isError").asBoolean(false);
  }

  /** The object that the tool answered with; the missing node when it answered in prose. */
  public JsonNode object() {
    JsonNode structured = result.path("structuredContent");
    return structured.isObject() ? structured : Json.read(prose());
  }

  /** Safe to print. */
  public String text() {
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
