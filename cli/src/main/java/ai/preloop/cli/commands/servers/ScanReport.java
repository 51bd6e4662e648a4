package ai.preloop.cli.commands.servers;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Scans a server and says what came of it. */
record ScanReport(JsonNode found) {

  static ScanReport of(Server server, String path) {
    return new ScanReport(server.post(path + "/scan", Json.of(Map.of())).body());
  }

  void print(Screen screen) {
    screen.line(count("tools") + " found");
    for (String change : new String[] {"added", "changed", "removed"}) {
      screen.field("  " + change, Json.words(found, change));
    }
  }

  private String count(String name) {
    JsonNode tools = found.path(name);
    int count = tools.isArray() ? tools.size() : tools.asInt(0);
    return count == 1 ? "1 tool" : count + " tools";
  }
}
