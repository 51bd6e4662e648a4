package ai.preloop.cli.commands.policy;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Lists the documents in force. */
@Command(
    name = "list",
    description = "List the documents in force, and what is in each.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} policy list"})
final class ListPolicies implements Runnable {

  private final Invocation invocation;

  ListPolicies(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public void run() {
    var server = invocation.server();
    var newest = Json.items(server.get("/policies/versions", Map.of("limit", "1")));
    if (newest.isEmpty()) {
      print(Json.read("{}"), List.of());
    } else {
      held(server, newest.getFirst());
    }
  }

  /** A version keeps its documents, whatever is changed meanwhile. */
  private void held(Server server, JsonNode newest) {
    String number = Json.words(newest, "number");
    JsonNode held = server.get("/policies/versions/" + Server.segment(number));
    var documents = held.path("documents").valueStream().map(ListPolicies::described).toList();
    print(held.path("version"), documents);
  }

  private static JsonNode described(JsonNode document) {
    var outline = Outline.of(document.path("source").asString(""));
    var described = new LinkedHashMap<String, Object>();
    described.put("policy_name", document.path("policy_name").asString(""));
    described.put("mode", outline.mode());
    described.put("tools", outline.count("tools"));
    described.put("rules", outline.rules());
    described.put("workflows", outline.count("approval_workflows"));
    described.put("subjects", outline.count("subjects"));
    described.put("description", outline.description());
    return Json.of(described);
  }

  private void print(JsonNode version, List<JsonNode> documents) {
    Screen screen = invocation.screen();
    if (screen.answer(Json.of(Map.of("version", version, "items", documents)))) {
      return;
    }
    var table = new Table("OWNER", "MODE", "TOOLS", "RULES", "WORKFLOWS", "DESCRIPTION");
    for (JsonNode document : documents) {
      table.row(
          Json.words(document, "policy_name"),
          Json.words(document, "mode"),
          Json.words(document, "tools"),
          Json.words(document, "rules"),
          Json.words(document, "workflows"),
          Json.words(document, "description"));
    }
    screen.table(table, "No policy is in force; apply one with `%s`.".formatted(apply()));
    if (!documents.isEmpty()) {
      screen.line("");
      screen.line(
          "Version %s, by %s, %s"
              .formatted(
                  Json.words(version, "number"),
                  Json.words(version, "author"),
                  Json.time(version, "created_at")));
    }
  }

  private String apply() {
    return invocation.shell().command("policy apply policy.yaml");
  }
}
