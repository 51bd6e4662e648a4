package ai.preloop.cli.commands.versions;

import ai.preloop.cli.commands.Author;
import ai.preloop.cli.commands.Invocation;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Gives a version up. */
@Command(
    name = "delete",
    description = "Give up a version that is not in force and has no name (asks for a password).",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} policy versions delete 3"})
final class DeleteVersion implements Runnable {

  private final Invocation invocation;
  @Mixin private final VersionName name = new VersionName();
  @Mixin private final Author author;

  DeleteVersion(Invocation invocation) {
    this.invocation = invocation;
    author = new Author(invocation);
  }

  @Override
  public void run() {
    author.signIn().delete(name.path(), Map.of());
    invocation.screen().note("Deleted version " + name + ".");
  }
}
