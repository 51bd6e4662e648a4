package ai.preloop.cli.commands.auth;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Gives a person another password. */
@Command(
    name = "password",
    description = "Change your password; every other sign-in of yours ends.",
    footer = {
      "",
      "The password of now and the new one are asked for at the terminal; scripts set",
      "PRELOOP_PASSWORD and PRELOOP_NEW_PASSWORD. A new password has 12 characters or more.",
      "Who has lost it asks whoever runs Preloop: see `make reset-password`.",
      "",
      "Example:",
      "  ${ROOT-COMMAND-NAME} auth password"
    })
final class ChangePassword implements Callable<Integer> {

  private static final String NEW = "PRELOOP_NEW_PASSWORD";

  private final Invocation invocation;
  @Mixin private final Person person;

  ChangePassword(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var proved = person.prove(this::signIn);
    var change = Map.of("current_password", proved.password(), "new_password", wanted());
    proved.server().put("/auth/users/me/password", Json.of(change));
    invocation.screen().note("Changed. Every earlier sign-in of yours has ended.");
    return 0;
  }

  private Proved signIn(String user, String password) {
    var address = invocation.settings().address();
    var token = new Server(address, "").signIn(user, password);
    return new Proved(new Server(address, token.path("access_token").asString("")), password);
  }

  private String wanted() {
    var shell = invocation.shell();
    return shell
        .variable(NEW)
        .orElseGet(() -> {
          String chosen = ask("New password (12 characters or more): ");
          if (!chosen.equals(ask("The same again: "))) {
            throw new ProblemException(
                ProblemType.UNPROCESSABLE, "The two are not the same; nothing was changed.");
          }
          return chosen;
        });
  }

  private String ask(String question) {
    return invocation
        .shell()
        .prompt()
        .ask(question)
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.UNAUTHENTICATED,
                "A new password is needed: run this at a terminal, or set " + NEW + "."));
  }

  /** A server that acts for a person, and what proved that it is them. */
  private record Proved(Server server, String password) {

    @Override
    public String toString() {
      return "Proved[hidden]";
    }
  }
}
