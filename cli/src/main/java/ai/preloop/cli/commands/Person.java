package ai.preloop.cli.commands;

import ai.preloop.cli.client.Server;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import picocli.CommandLine.Option;

/** Who decides: asked for their password each time, and nothing of it is kept. */
public final class Person {

  private final Invocation invocation;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Who signs in for this command (default owner).")
  private String user = "owner";

  public Person(Invocation invocation) {
    this.invocation = invocation;
  }

  public String user() {
    return user;
  }

  /** A server that acts for this person, for as long as this command runs. */
  public Server signIn() {
    var address = invocation.address();
    var token = new Server(address, "").signIn(user, password()).path("access_token").asString("");
    return new Server(address, token);
  }

  /** From {@code PRELOOP_PASSWORD}, else asked at the terminal. */
  public String password() {
    var shell = invocation.shell();
    return shell
        .variable("PRELOOP_PASSWORD")
        .or(() -> shell.prompt().ask("Password of " + user + " at " + invocation.address() + ": "))
        .filter(password -> !password.isEmpty())
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.UNAUTHENTICATED,
                "The password of "
                    + user
                    + " is needed: run this at a terminal, or set PRELOOP_PASSWORD."));
  }
}
