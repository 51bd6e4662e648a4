package ai.preloop.cli.commands.keys;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Text;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a key. */
@Command(
    name = "revoke",
    description = "End an API key, and every runtime token of it (asks for a password).",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} keys revoke research"})
final class RevokeKey implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(paramLabel = "KEY", description = "Its name or id.")
  private String called = "";

  RevokeKey(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var server = person.signIn();
    server.delete(KeyPath.of(server, called), Map.of());
    invocation.screen().note("Ended " + Text.line(called) + ".");
    return 0;
  }
}
