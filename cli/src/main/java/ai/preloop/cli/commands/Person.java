package ai.preloop.cli.commands;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;

/** Who decides: asked for their password each time, and nothing of it is kept. */
public final class Person {

  private static final String PASSWORD = "PRELOOP_PASSWORD";
  private static final int TRIES = 3;

  private final Invocation invocation;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Who signs in for this command (default owner).")
  private String user = "owner";

  public Person(Invocation invocation) {
    this.invocation = invocation;
  }

  /** A server that acts for this person, for as long as this command runs. */
  public Server signIn() {
    var address = invocation.address();
    var token = prove((user, password) -> new Server(address, "").signIn(user, password));
    return new Server(address, token.path("access_token").asString(""));
  }

  /** What this person gets for the right password; a wrong one may be typed again at a terminal. */
  public <T> T prove(BiFunction<String, String, T> signIn) {
    for (int left = TRIES - 1; ; left--) {
      String password = password();
      try {
        return signIn.apply(user, password);
      } catch (ProblemException e) {
        if (left == 0 || isGiven() || e.type() != ProblemType.UNAUTHENTICATED) {
          throw e;
        }
        invocation.screen().note(Text.lines(e.detail()));
      }
    }
  }

  /** What whoever typed the password says when asked again; a script that gave it has said yes. */
  public boolean agrees(String question) {
    return isGiven()
        || invocation
            .shell()
            .prompt()
            .ask(question)
            .filter(answer -> answer.strip().equalsIgnoreCase("yes"))
            .isPresent();
  }

  private boolean isGiven() {
    return invocation.shell().variable(PASSWORD).isPresent();
  }

  /** From {@code PRELOOP_PASSWORD}, else asked at the terminal. */
  private String password() {
    var shell = invocation.shell();
    return shell
        .variable(PASSWORD)
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
