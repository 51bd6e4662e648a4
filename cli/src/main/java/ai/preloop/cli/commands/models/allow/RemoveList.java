package ai.preloop.cli.commands.models.allow;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Text;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a list away. */
@Command(
    name = "remove",
    description = "Take a list away (asks for a password).",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} models allow remove agent:research"})
final class RemoveList implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(paramLabel = "SCOPE", description = "Whose calls it is about.")
  private String scope = "";

  RemoveList(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var server = person.signIn();
    server.delete(ListPath.of(server, scope), Map.of());
    invocation.screen().note("Removed the list for " + Text.line(scope) + ".");
    return 0;
  }
}
