package ai.preloop.cli.commands.versions;

import ai.preloop.cli.commands.Author;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes a version's name back. */
@Command(
    name = "untag",
    description = "Take a version's name back (asks for a password).",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} policy versions untag before-the-release"})
final class UntagVersion implements Runnable {

  private final Invocation invocation;
  @Mixin private final VersionName name = new VersionName();
  @Mixin private final Author author;

  UntagVersion(Invocation invocation) {
    this.invocation = invocation;
    author = new Author(invocation);
  }

  @Override
  public void run() {
    var version = author.signIn().delete(name.path() + "/tag", Map.of());
    if (!invocation.screen().answer(version)) {
      invocation.screen().line("Version " + Json.words(version, "number") + " has no name now.");
    }
  }
}
