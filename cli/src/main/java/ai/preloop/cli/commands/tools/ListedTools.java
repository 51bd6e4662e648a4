package ai.preloop.cli.commands.tools;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Finds tools by what people call them. */
final class ListedTools {

  private ListedTools() {}

  /** The tool of this name among all, or {@code SERVER.TOOL}; an empty server is any. */
  static JsonNode find(Server preloop, String server, String name) {
    return find(
        preloop,
        name,
        tool ->
            (is(tool, "name", name) && (server.isEmpty() || is(tool, "server", server)))
                || (tool.path("server").asString("") + "." + tool.path("tool").asString(""))
                    .equals(name));
  }

  /** The tool that this server calls so. */
  static JsonNode ofServer(Server preloop, String server, String name) {
    return find(preloop, name, tool -> is(tool, "server", server) && is(tool, "tool", name));
  }

  private static JsonNode find(Server preloop, String name, Predicate<JsonNode> wanted) {
    return Json.items(preloop.get("/tools")).stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.NOT_FOUND, "There is no tool '" + Text.line(name) + "'."));
  }

  private static boolean is(JsonNode tool, String member, String value) {
    return tool.path(member).asString("").equals(value);
  }
}
