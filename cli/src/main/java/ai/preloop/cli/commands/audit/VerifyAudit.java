package ai.preloop.cli.commands.audit;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Style;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Proves that nothing in the audit trail was changed. */
@Command(
    name = "verify",
    description =
        "Compute the audit trail's hash chain again, and say where it is broken, if it is.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} audit verify && echo nothing was changed"})
final class VerifyAudit implements Callable<Integer> {

  private final Invocation invocation;

  VerifyAudit(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var answer = invocation.server().get("/audit-logs/verify");
    boolean whole = answer.path("valid").asBoolean(false);
    if (!screen.answer(answer)) {
      String records = Json.words(answer, "records");
      screen.line(
          whole
              ? screen.paint(Style.GREEN, "The chain is whole") + ": " + records + " records."
              : screen.paint(Style.RED, "The chain is broken")
                  + " at seq "
                  + Json.words(answer, "first_broken_seq")
                  + ".");
      screen.field("reason", Json.words(answer, "reason"));
    }
    return whole ? 0 : 1;
  }
}
