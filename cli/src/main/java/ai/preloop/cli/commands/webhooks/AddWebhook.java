package ai.preloop.cli.commands.webhooks;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Makes a webhook. */
@Command(
    name = "add",
    description = "Send events to an address from now on (asks for a password).",
    footer = {
      "",
      "Example:",
      "  ${ROOT-COMMAND-NAME} webhooks add on-call https://hooks.example.com/preloop"
    })
final class AddWebhook implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(index = "0", paramLabel = "NAME", description = "How it is called.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "URL", description = "Where events are sent.")
  private String url = "";

  AddWebhook(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var body = new LinkedHashMap<String, Object>();
    body.put("name", name);
    body.put("url", url);
    JsonNode made = person.signIn().post("/webhooks", Json.of(body)).body();
    if (!screen.answer(made)) {
      screen.line("Added " + Text.line(name) + ". Its secret, which is not shown again:");
      screen.line(Text.line(Json.words(made, "secret")));
    }
    return 0;
  }
}
