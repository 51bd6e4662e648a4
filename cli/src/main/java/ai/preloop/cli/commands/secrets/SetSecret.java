package ai.preloop.cli.commands.secrets;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.HiddenValue;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps a value under a name, or replaces it. */
@Command(
    name = "set",
    description = "Keep a credential under a name, or replace it (asks for a password).",
    footer = {
      "",
      "The credential is asked for at the terminal, or taken from PRELOOP_SERVER_SECRET.",
      "A secret is sent to one origin only: that of --for, or else of its first use. Replacing",
      "the value does not change that.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} secrets set github-token --for https://mcp.example.com/mcp",
      "  ${ROOT-COMMAND-NAME} secrets set github-token --secret-stdin < token"
    })
final class SetSecret implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;
  @Mixin private final HiddenValue value = new HiddenValue();

  @Parameters(paramLabel = "NAME", description = "The name that servers and policies use for it.")
  private String name = "";

  @Option(
      names = "--for",
      paramLabel = "URL",
      description = "Where it may be sent: to this URL's scheme, host and port.")
  private String allowed = "";

  SetSecret(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var body = new LinkedHashMap<String, Object>();
    body.put("value", value.read("value of " + Text.line(name), invocation.shell()));
    if (!allowed.isEmpty()) {
      body.put("url", allowed);
    }
    var kept = person.signIn().put("/secrets/" + Server.segment(name), Json.of(body)).body();
    Bound.print(invocation.screen(), "Kept", kept);
    return 0;
  }
}
