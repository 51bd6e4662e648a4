package ai.preloop.cli.commands.account;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops everything in the account. */
@Command(
    name = "freeze",
    description = "Stop everything: no call runs, approved ones included (asks for a password).",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} account freeze"})
final class FreezeAccount implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  FreezeAccount(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var answer = person.signIn().post("/account/freeze", Json.of(Map.of())).body();
    var screen = invocation.screen();
    if (!screen.answer(answer)) {
      String back = invocation.shell().command("account unfreeze");
      screen.line("Frozen. Nothing runs until `" + back + "`.");
    }
    return 0;
  }
}
