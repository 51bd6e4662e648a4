package ai.preloop.cli.commands.models;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Text;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a model away. */
@Command(
    name = "remove",
    description = "Take a model away, and the key that was given with it (asks for a password).",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} models remove large"})
final class RemoveModel implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(paramLabel = "ALIAS", description = "The model's alias or id.")
  private String called = "";

  RemoveModel(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var server = person.signIn();
    server.delete(ModelPath.of(server, called), Map.of());
    invocation.screen().note("Removed " + Text.line(called) + ".");
    return 0;
  }
}
