package ai.preloop.cli.commands.servers;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Text;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes an MCP server away. */
@Command(
    name = "remove",
    description = "Take an MCP server and its tools away (asks for a password).",
    footer = {"", "Example:", "  preloop servers remove tickets"})
final class RemoveServer implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(paramLabel = "NAME", description = "The server's name or id.")
  private String name = "";

  RemoveServer(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var server = person.signIn();
    server.delete(ServerNames.path(server, name));
    invocation.screen().note("Removed " + Text.line(name) + ".");
    return 0;
  }
}
