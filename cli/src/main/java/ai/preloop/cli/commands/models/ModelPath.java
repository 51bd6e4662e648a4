package ai.preloop.cli.commands.models;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Map;

/** Where a model is found that somebody called by its alias or its id. */
final class ModelPath {

  static final String ALL = "/ai-models";

  private static final Map<String, String> WHOLE = Map.of("limit", "1000");

  private ModelPath() {}

  /** An alias with a slash in it is no part of a path, so its model goes by its id. */
  static String of(Server server, String called) {
    return ALL + "/" + (called.contains("/") ? id(server, called) : Server.segment(called));
  }

  private static String id(Server server, String alias) {
    for (var model : Json.items(server.get(ALL, WHOLE))) {
      if (model.path("alias").asString("").equals(alias)) {
        return model.path("id").asString("");
      }
    }
    throw new ProblemException(
        ProblemType.NOT_FOUND, "There is no model %s.".formatted(Text.line(alias)));
  }
}
