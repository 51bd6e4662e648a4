package ai.preloop.cli.commands.account;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets a frozen account go on. */
@Command(
    name = "unfreeze",
    description = "Let a frozen account go on (asks for a password).",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} account unfreeze"})
final class UnfreezeAccount implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  UnfreezeAccount(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var answer = person.signIn().post("/account/unfreeze", Json.of(Map.of())).body();
    var screen = invocation.screen();
    if (!screen.answer(answer)) {
      screen.line("Calls run again, as the policy says.");
    }
    return 0;
  }
}
