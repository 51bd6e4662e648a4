package ai.preloop.cli.commands.versions;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists the versions of the policy, the newest first. */
@Command(
    name = "versions",
    description = "List the versions of the policy, the newest first; or look at one, or name it.",
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} policy versions --limit 5",
      "  ${ROOT-COMMAND-NAME} policy versions show 12",
      "  ${ROOT-COMMAND-NAME} policy versions tag 12 before-the-release"
    },
    subcommands = {
      ShowVersion.class,
      TagVersion.class,
      UntagVersion.class,
      DeleteVersion.class,
      PruneVersions.class
    })
public final class Versions implements Runnable {

  private final Invocation invocation;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many (default 20, up to 100).")
  private int limit = 20;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Go on where a page of -o json said `next_cursor`.")
  private String cursor = "";

  public Versions(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public void run() {
    var query = new LinkedHashMap<String, String>(Map.of("limit", Integer.toString(limit)));
    if (!cursor.isEmpty()) {
      query.put("cursor", cursor);
    }
    var screen = invocation.screen();
    JsonNode versions = invocation.server().get("/policies/versions", query);
    if (screen.answer(versions)) {
      return;
    }
    var table = new Table("NO.", "TIME", "AUTHOR", "TAG", "STATE", "BY", "CHANGES");
    for (JsonNode version : Json.items(versions)) {
      table.row(
          Json.words(version, "number"),
          Json.time(version, "created_at"),
          Json.words(version, "author"),
          Json.words(version, "tag"),
          version.path("active").asBoolean(false) ? "active" : "",
          Json.words(version, "source"),
          Json.words(version, "changes"));
    }
    screen.table(table, "There is no version yet.");
  }
}
