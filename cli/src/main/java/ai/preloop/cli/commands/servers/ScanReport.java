package ai.preloop.cli.commands.servers;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.Arrivals;
import ai.preloop.cli.terminal.Count;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Shell;
import ai.preloop.cli.terminal.Text;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Scans a server and says what came of it, and what is left to do. */
record ScanReport(String server, JsonNode found) {

  static ScanReport of(Server preloop, JsonNode server) {
    var found = preloop.post(ServerNames.path(server) + "/scan", Json.of(Map.of())).body();
    return new ScanReport(server.path("name").asString(""), found);
  }

  void print(Screen screen, Shell shell) {
    screen.line(count("tools") + " found");
    for (String change : new String[] {"added", "changed", "removed", "unaccepted"}) {
      screen.field("  " + change, Json.words(found, change));
    }
    if (!found.path("unaccepted").isEmpty()) {
      String first = Text.word(found.path("unaccepted").path(0).asString(""));
      String accept = shell.command("tools accept " + Text.word(server) + " " + first);
      screen.line("  look at each and accept it: `" + accept + "`");
    }
    screen.field("  refused", because("refused", "the definition cannot be used"));
    screen.field("  unchecked", because("unchecked", "the schema cannot check arguments"));
    screen.field("  suspicious", Arrivals.suspicious(found));
    screen.field("  renamed", renamed());
    new Arrivals(found).printUnfit(screen);
  }

  /** What agents call instead, where another server's tool has the name. */
  private String renamed() {
    return found
        .path("renamed")
        .valueStream()
        .map(each -> Json.words(each, "tool") + " is shown as " + Json.words(each, "name"))
        .collect(Collectors.joining(", "));
  }

  private String because(String which, String why) {
    String names = Json.words(found, which);
    return names.isEmpty() ? "" : names + " (" + why + ")";
  }

  private String count(String name) {
    JsonNode tools = found.path(name);
    return Count.of(tools.isArray() ? tools.size() : tools.asInt(0), "tool");
  }
}
