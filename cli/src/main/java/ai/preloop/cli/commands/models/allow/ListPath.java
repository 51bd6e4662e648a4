package ai.preloop.cli.commands.models.allow;

import ai.preloop.cli.client.Server;
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
    for (var list : Json.items(server.get(ALL, WHOLE))) {
      if (scope(list).equals(scope)) {
        return ALL + "/" + list.path("id").asString("");
      }
    }
    throw new ProblemException(
        ProblemType.NOT_FOUND, "There is no list for %s.".formatted(Text.line(scope)));
  }

  /** {@code account}, or as {@code agent:research}. */
  static String scope(JsonNode list) {
    JsonNode scope = list.path("scope");
    return scope.hasNonNull("value")
        ? scope.path("type").asString("") + ":" + scope.path("value").asString("")
        : scope.path("type").asString("");
  }

  static JsonNode body(String scope, List<String> models) {
    return Json.of(Map.of("scope", ScopeText.members(scope), "models", models));
  }
}
