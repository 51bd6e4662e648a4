package ai.preloop.cli.commands.keys;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Map;

/** Where a key is found that somebody called by its name or its id. */
final class KeyPath {

  static final String ALL = "/auth/api-keys";

  private static final Map<String, String> WHOLE = Map.of("limit", "1000");

  private KeyPath() {}

  static String of(Server server, String called) {
    for (var key : Json.items(server.get(ALL, WHOLE))) {
      String id = key.path("id").asString("");
      if (id.equals(called) || key.path("name").asString("").equals(called)) {
        return ALL + "/" + id;
      }
    }
    throw new ProblemException(
        ProblemType.NOT_FOUND, "There is no API key %s.".formatted(Text.line(called)));
  }
}
