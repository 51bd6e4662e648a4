package ai.preloop.cli.commands;

import ai.preloop.cli.terminal.Count;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import tools.jackson.databind.JsonNode;

/** Says which servers came with a version, and what of the policy does not fit their tools. */
public record Arrivals(JsonNode answer) {

  public void print(Screen screen) {
    printServers(screen);
    printUnfit(screen);
  }

  public void printServers(Screen screen) {
    for (JsonNode server : answer.path("servers")) {
      screen.line("  " + arrived(server));
      screen.field("    suspicious", suspicious(server));
    }
  }

  /** The tools of a scan whose definitions a person should look at, and why; "" for none. */
  public static String suspicious(JsonNode scan) {
    String names = Json.words(scan, "suspicious");
    return names.isEmpty()
        ? ""
        : names + " (hidden characters, or words that read like instructions to an agent)";
  }

  public void printUnfit(Screen screen) {
    answer.path("unfit").forEach(rule -> screen.line("  " + unfit(rule)));
  }

  private static String arrived(JsonNode server) {
    String error = Json.words(server, "error");
    int tools = server.path("tools").asInt();
    return "server %s: %s"
        .formatted(
            Json.words(server, "name"),
            error.isEmpty() ? Count.of(tools, "tool") + " found" : error);
  }

  private static String unfit(JsonNode rule) {
    return "the policy of %s does not fit any more, line %d: %s"
        .formatted(
            Json.words(rule, "policy_name"),
            rule.path("line").asInt(),
            Json.words(rule, "message"));
  }
}
