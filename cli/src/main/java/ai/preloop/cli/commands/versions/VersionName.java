package ai.preloop.cli.commands.versions;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A version as it is called on the command line: by its number, its tag or its id. */
final class VersionName {

  @Parameters(index = "0", paramLabel = "VERSION", description = "Its number, tag or id.")
  private String name = "";

  /** Where it is on the server, which knows numbers and ids. */
  String path(Server server) {
    boolean known = name.matches("\\d+|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    return "/policies/versions/" + (known ? name : tagged(server));
  }

  /** Safe to print. */
  @Override
  public String toString() {
    return Text.line(name);
  }

  private String tagged(Server server) {
    var query = new LinkedHashMap<String, String>(Map.of("limit", "100"));
    while (true) {
      JsonNode page = server.get("/policies/versions", query);
      Optional<String> number =
          Json.items(page).stream()
              .filter(version -> version.path("tag").asString("").equals(name))
              .map(version -> Json.words(version, "number"))
              .findFirst();
      if (number.isPresent()) {
        return number.get();
      }
      query.put("cursor", next(page));
    }
  }

  private String next(JsonNode page) {
    String cursor = page.path("next_cursor").asString("");
    if (cursor.isEmpty()) {
      throw new ProblemException(ProblemType.NOT_FOUND, "No version has the tag '" + this + "'.");
    }
    return cursor;
  }
}
