package ai.preloop.cli.commands.versions;

import ai.preloop.cli.commands.Author;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives a version a name. */
@Command(
    name = "tag",
    description = "Give a version a name, with which it is kept (asks for a password).",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} policy versions tag 12 before-the-release"})
final class TagVersion implements Runnable {

  private final Invocation invocation;
  @Mixin private final VersionName name = new VersionName();
  @Mixin private final Author author;

  @Parameters(index = "1", paramLabel = "NAME", description = "The name; no other version has it.")
  private String tag = "";

  TagVersion(Invocation invocation) {
    this.invocation = invocation;
    author = new Author(invocation);
  }

  @Override
  public void run() {
    var body = Json.of(Map.of("tag", tag));
    var version = author.signIn().put(name.path() + "/tag", body).body();
    if (!invocation.screen().answer(version)) {
      String number = Json.words(version, "number");
      invocation.screen().line("Version " + number + " is called " + Text.line(tag) + ".");
    }
  }
}
