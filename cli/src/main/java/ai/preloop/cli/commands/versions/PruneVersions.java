package ai.preloop.cli.commands.versions;

import ai.preloop.cli.commands.Author;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Gives up old versions. */
@Command(
    name = "prune",
    description = "Give up all versions but the newest, the named and the one in force.",
    footer = {
      "",
      "It asks for a password.",
      "",
      "Example:",
      "  ${ROOT-COMMAND-NAME} policy versions prune --keep 50"
    })
final class PruneVersions implements Runnable {

  private final Invocation invocation;
  @Mixin private final Author author;

  @Option(
      names = "--keep",
      paramLabel = "N",
      required = true,
      description = "How many of the newest are kept.")
  private int kept;

  PruneVersions(Invocation invocation) {
    this.invocation = invocation;
    author = new Author(invocation);
  }

  @Override
  public void run() {
    var body = Json.of(Map.of("keep", kept));
    JsonNode answer = author.signIn().post("/policies/versions/prune", body).body();
    var screen = invocation.screen();
    if (!screen.answer(answer)) {
      JsonNode pruned = answer.path("pruned");
      screen.sentence(
          "",
          pruned.isEmpty()
              ? "There was nothing to give up."
              : "Gave up " + pruned.size() + ": " + Json.words(pruned) + ".");
    }
  }
}
