package ai.preloop.cli.commands.servers;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Takes an MCP server away. */
@Command(
    name = "remove",
    description = "Take an MCP server and its tools away (asks for a password).",
    footer = {
      "",
      "A server that the policy names is not removed: change the policy first, or say --force,",
      "which needs the right to write the policy.",
      "",
      "Example:",
      "  ${ROOT-COMMAND-NAME} servers remove tickets"
    })
final class RemoveServer implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final KnownServer known;

  @Option(
      names = "--force",
      description = "Remove it although entries of the policy are left without their server.")
  private boolean force;

  RemoveServer(Invocation invocation) {
    this.invocation = invocation;
    known = new KnownServer(invocation);
  }

  @Override
  public Integer call() {
    var found = known.find();
    var screen = invocation.screen();
    JsonNode left =
        found.preloop().delete(found.path(), force ? Map.of("force", "true") : Map.of());
    screen.note("Removed " + known.name() + ".");
    left.path("unmatched_entries").forEach(entry -> screen.note(unmatched(entry)));
    return 0;
  }

  private static String unmatched(JsonNode entry) {
    return "  %s of %s holds for nothing now"
        .formatted(Json.words(entry, "entry"), Json.words(entry, "owner"));
  }
}
