package ai.preloop.cli.commands.servers;

import ai.preloop.cli.commands.Invocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes an MCP server away. */
@Command(
    name = "remove",
    description = "Take an MCP server and its tools away (asks for a password).",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} servers remove tickets"})
final class RemoveServer implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final KnownServer known;

  RemoveServer(Invocation invocation) {
    this.invocation = invocation;
    known = new KnownServer(invocation);
  }

  @Override
  public Integer call() {
    var found = known.find();
    found.preloop().delete(found.path());
    invocation.screen().note("Removed " + known.name() + ".");
    return 0;
  }
}
