package ai.preloop.cli.commands.servers;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Finds MCP servers by the names that people give them. */
final class ServerNames {

  private ServerNames() {}

  /** The server with this name or id. */
  static JsonNode find(Server server, String nameOrId) {
    return all(server).stream()
        .filter(entry -> is(entry, nameOrId))
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.NOT_FOUND, "There is no MCP server '" + Text.line(nameOrId) + "'."));
  }

  static String path(JsonNode entry) {
    return "/mcp-servers/" + Server.segment(entry.path("id").asString(""));
  }

  private static List<JsonNode> all(Server server) {
    return Json.items(server.get("/mcp-servers", Map.of("limit", "1000")));
  }

  private static boolean is(JsonNode entry, String nameOrId) {
    return entry.path("name").asString("").equals(nameOrId)
        || entry.path("id").asString("").equals(nameOrId);
  }
}
