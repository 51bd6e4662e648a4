package ai.preloop.cli.commands.models.allow;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.Owners;
import ai.preloop.cli.commands.ScopeText;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Where a list is found that somebody called by its scope, and what one is as JSON. */
final class ListPath {

  static final String ALL = "/model-allow-lists";

  private static final Map<String, String> WHOLE = Map.of("limit", "1000");

  private ListPath() {}

  static String of(Server server, String scope) {
    var wanted = ScopeText.of(scope).byId(new Owners(server));
    for (var list : Json.items(server.get(ALL, WHOLE))) {
      if (ScopeText.of(list).equals(wanted)) {
        return ALL + "/" + list.path("id").asString("");
      }
    }
    throw new ProblemException(
        ProblemType.NOT_FOUND, "There is no list for %s.".formatted(Text.line(scope)));
  }

  static JsonNode body(String scope, List<String> models) {
    return Json.of(Map.of("scope", ScopeText.of(scope).members(), "models", models));
  }
}
