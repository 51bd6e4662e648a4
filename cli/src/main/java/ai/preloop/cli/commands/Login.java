package ai.preloop.cli.commands;

import ai.preloop.cli.client.Server;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Signs a person in to read. */
@Command(
    name = "login",
    description = "Sign in, and remember a token that can only read.",
    footer = {
      "",
      "The password is asked for at the terminal (or taken from PRELOOP_PASSWORD) and not kept.",
      "What decides, changes the policy or mints a key asks for it again each time.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} login",
      "  ${ROOT-COMMAND-NAME} login --user ana --url https://preloop.example.com"
    })
public final class Login implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  public Login(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var settings = invocation.settings();
    var server = new Server(settings.address(), "");
    settings.remember(
        person.prove((user, password) -> server.signIn(user, password, "account:read")));
    invocation.screen().note("Signed in to " + settings.address() + " to read.");
    return 0;
  }
}
