package ai.preloop.cli.commands.secrets;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets a secret be sent elsewhere. */
@Command(
    name = "rebind",
    description = "Let a secret be sent to another origin only (asks for a password).",
    footer = {
      "",
      "Example:",
      "  ${ROOT-COMMAND-NAME} secrets rebind github-token https://new.example.com/mcp"
    })
final class RebindSecret implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(index = "0", paramLabel = "NAME", description = "The secret's name.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "URL", description = "Where it may be sent from now on.")
  private String allowed = "";

  RebindSecret(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var body = Json.of(Map.of("name", name, "url", allowed));
    var bound = person.signIn().post("/secrets/rebind", body).body();
    Bound.print(invocation.screen(), "Rebound", bound);
    return 0;
  }
}
