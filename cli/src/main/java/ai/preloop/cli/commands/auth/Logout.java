package ai.preloop.cli.commands.auth;

import ai.preloop.cli.commands.Invocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Forgets what {@code login} remembered. */
@Command(
    name = "logout",
    description = "Forget the token that `${ROOT-COMMAND-NAME} login` remembered.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} auth logout"})
final class Logout implements Callable<Integer> {

  private final Invocation invocation;

  Logout(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    boolean known = invocation.settings().forget();
    invocation.screen().note(known ? "Signed out." : "There was nothing to forget.");
    return 0;
  }
}
