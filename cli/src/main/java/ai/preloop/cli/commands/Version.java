package ai.preloop.cli.commands;

import ai.preloop.cli.terminal.Json;
import ai.preloop.policies.problems.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Says which versions are in use. */
@Command(
    name = "version",
    description = "Show the version of this command and of the Preloop it speaks to.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} version -o json"})
public final class Version implements Callable<Integer> {

  private final Invocation invocation;

  public Version(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var versions = new LinkedHashMap<String, Object>(Map.of("cli", own()));
    versions.put("server", server());
    JsonNode answer = Json.of(versions);
    if (!screen.answer(answer)) {
      screen.field("preloop", own());
      screen.field("server", Json.words(answer, "server"));
    }
    return 0;
  }

  private static String own() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }

  /** This command has an answer of its own, so a server that is away is no failure. */
  private String server() {
    try {
      var version = invocation.server().get("/version");
      return Json.words(version, "version") + " at " + invocation.address();
    } catch (ProblemException e) {
      return "no answer at " + invocation.address();
    }
  }
}
