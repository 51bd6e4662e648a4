package ai.preloop.cli.commands.versions;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.Arrivals;
import ai.preloop.cli.commands.Author;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Returns to what an old version held. */
@Command(
    name = "rollback",
    description = "Return to what an old version held (asks for a password).",
    footer = {
      "",
      "It makes a new version, after it has shown what changes.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} policy rollback 12 --preview",
      "  ${ROOT-COMMAND-NAME} policy rollback before-the-release"
    })
public final class RollbackPolicy implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final VersionName name = new VersionName();
  @Mixin private final Author author;

  @Option(names = "--preview", description = "Show what would change, and change nothing.")
  private boolean preview;

  @Option(
      names = "--force",
      description = "Take servers that were made by hand since, and leave entries without theirs.")
  private boolean force;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask again.")
  private boolean sure;

  public RollbackPolicy(Invocation invocation) {
    this.invocation = invocation;
    author = new Author(invocation);
  }

  @Override
  public Integer call() {
    var server = author.signIn();
    JsonNode looked = back(server, "?preview_only=true");
    if (preview || looked.path("changes").isEmpty()) {
      report(looked);
      return 0;
    }
    show(looked);
    if (!sure && !author.agrees("Type yes to return to version " + name + ": ")) {
      throw new ProblemException(ProblemType.CONFLICT, "Nothing was changed.");
    }
    answer(back(server, "?expected_version=" + looked.path("version").asInt()));
    return 0;
  }

  private JsonNode back(Server server, String query) {
    return server
        .post(name.path() + "/rollback" + query + (force ? "&force=true" : ""), Json.of(Map.of()))
        .body();
  }

  private void report(JsonNode looked) {
    var screen = invocation.screen();
    if (!screen.answer(looked)) {
      show(looked);
      screen.line(
          looked.path("changes").isEmpty()
              ? "Nothing would change; version %s holds the same."
                  .formatted(Json.words(looked, "version"))
              : "A preview; nothing was changed.");
    }
  }

  /** Beside the answer where that goes to a program. */
  private void show(JsonNode looked) {
    var screen = invocation.screen();
    Consumer<String> out = screen.forPrograms() ? screen::note : screen::line;
    looked.path("changes").forEach(change -> out.accept("  " + Json.words(change)));
    looked
        .path("unfit")
        .forEach(unfit ->
            out.accept(
                "  warning: %s: %s (%s)"
                    .formatted(
                        Json.words(unfit, "policy_name"),
                        Json.words(unfit, "message"),
                        Json.words(unfit, "path"))));
  }

  private void answer(JsonNode done) {
    var screen = invocation.screen();
    if (!screen.answer(done)) {
      screen.line(
          "Version %s is in force, with what version %s held."
              .formatted(Json.words(done, "version"), name));
      new Arrivals(done).printServers(screen);
    }
  }
}
