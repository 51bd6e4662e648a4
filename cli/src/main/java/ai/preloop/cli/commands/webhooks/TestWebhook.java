package ai.preloop.cli.commands.webhooks;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.NamedPath;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends a webhook an event that says nothing. */
@Command(
    name = "test",
    description = "Send a webhook an event that says nothing (asks for a password).",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} webhooks test on-call"})
final class TestWebhook implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(paramLabel = "NAME", description = "The webhook's name or id.")
  private String name = "";

  TestWebhook(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    Server server = person.signIn();
    server.post(NamedPath.of(server, "/webhooks", name) + "/test", Json.of(Map.of()));
    String list = invocation.shell().command("webhooks list");
    invocation
        .screen()
        .note("On its way to " + Text.line(name) + "; `" + list + "` says what became of it.");
    return 0;
  }
}
