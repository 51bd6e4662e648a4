package ai.preloop.cli.commands.secrets;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the secrets, and where each may be sent. */
@Command(
    name = "list",
    description = "List the secrets and where each may be sent; values are never shown.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} secrets list"})
final class ListSecrets implements Callable<Integer> {

  private final Invocation invocation;

  ListSecrets(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var secrets = invocation.server().get("/secrets");
    if (screen.answer(secrets)) {
      return 0;
    }
    var table = new Table("NAME", "SENT ONLY TO", "STORE", "CHANGED");
    for (var secret : Json.items(secrets)) {
      String origin = Json.words(secret, "origin");
      table.row(
          Json.words(secret, "name"),
          origin.isEmpty() ? "(its first use decides)" : origin,
          Json.words(secret, "store"),
          Json.time(secret, "updated_at"));
    }
    String set = invocation.shell().command("secrets set NAME");
    screen.table(table, "No secrets yet; keep one with `" + set + "`.");
    return 0;
  }
}
