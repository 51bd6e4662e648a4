package ai.preloop.cli.commands.versions;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Style;
import ai.preloop.cli.terminal.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Shows a version and the documents that it holds. */
@Command(
    name = "show",
    description = "Show what a version changed, and the documents that it holds.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} policy versions show 12"})
final class ShowVersion implements Runnable {

  private final Invocation invocation;
  @Mixin private final VersionName name = new VersionName();

  ShowVersion(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public void run() {
    JsonNode held = invocation.server().get(name.path());
    var screen = invocation.screen();
    if (!screen.answer(held)) {
      version(screen, held.path("version"));
      held.path("documents").forEach(document -> document(screen, document));
    }
  }

  private static void version(Screen screen, JsonNode version) {
    screen.field("version", Json.words(version, "number"));
    screen.field("id", Json.words(version, "id"));
    screen.field("tag", Json.words(version, "tag"));
    screen.field("state", version.path("active").asBoolean(false) ? screen.status("active") : "");
    screen.field("author", Json.words(version, "author"));
    screen.field("at", Json.time(version, "created_at"));
    screen.field("by", Json.words(version, "source"));
    screen.field("parent", Json.words(version, "parent"));
    screen.field("digest", Json.words(version, "digest"));
    version.path("changes").forEach(change -> screen.line("  " + Json.words(change)));
  }

  private static void document(Screen screen, JsonNode document) {
    screen.line("");
    screen.line(screen.paint(Style.BOLD, Json.words(document, "policy_name")));
    screen.line(Text.lines(document.path("source").asString("")).stripTrailing());
  }
}
