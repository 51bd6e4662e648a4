package ai.preloop.cli.commands.webhooks;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.NamedPath;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Text;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a webhook away. */
@Command(
    name = "remove",
    description = "Take a webhook away, and what was not delivered yet (asks for a password).",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} webhooks remove on-call"})
final class RemoveWebhook implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(paramLabel = "NAME", description = "The webhook's name or id.")
  private String name = "";

  RemoveWebhook(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    Server server = person.signIn();
    server.delete(NamedPath.of(server, "/webhooks", name), Map.of());
    invocation.screen().note("Removed " + Text.line(name) + ".");
    return 0;
  }
}
