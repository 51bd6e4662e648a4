package ai.preloop.cli.commands.secrets;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Text;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Forgets a secret. */
@Command(
    name = "remove",
    description = "Forget a secret that no server uses (asks for a password).",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} secrets remove github-token"})
final class RemoveSecret implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(paramLabel = "NAME", description = "The secret's name.")
  private String name = "";

  RemoveSecret(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    person.signIn().delete("/secrets", Map.of("name", name));
    invocation.screen().note("Removed " + Text.line(name) + ".");
    return 0;
  }
}
