package ai.preloop.cli.commands.auth;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mints a short-lived token for a script. */
@Command(
    name = "token",
    description = "Print a new short-lived access token; nothing is kept.",
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} auth token",
      "  PRELOOP_TOKEN=$(${ROOT-COMMAND-NAME} auth token) ./nightly-report"
    })
final class PrintToken implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "What the token may do; may be repeated (default account:read).")
  private List<String> scopes = List.of("account:read");

  PrintToken(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var server = new Server(invocation.settings().address(), "");
    String scope = String.join(" ", scopes);
    var token = person.prove((user, password) -> server.signIn(user, password, scope));
    var screen = invocation.screen();
    if (!screen.answer(token)) {
      screen.line(token.path("access_token").asString(""));
    }
    return 0;
  }
}
