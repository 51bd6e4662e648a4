package ai.preloop.cli.commands.virtualservers;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Text;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a virtual server away. */
@Command(
    name = "remove",
    description = "Take a virtual server away; its tools stay (asks for a password).",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} servers virtual remove reading"})
final class RemoveVirtualServer implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(paramLabel = "NAME", description = "The virtual server's name or id.")
  private String name = "";

  RemoveVirtualServer(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    person.signIn().delete("/virtual-servers/" + Server.segment(name), Map.of());
    invocation.screen().note("Removed " + Text.line(name) + ".");
    return 0;
  }
}
