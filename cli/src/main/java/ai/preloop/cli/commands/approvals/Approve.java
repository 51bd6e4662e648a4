package ai.preloop.cli.commands.approvals;

import ai.preloop.cli.commands.Invocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets a call run. */
@Command(
    name = "approve",
    description = "Let a call run, once (asks for a password).",
    footer = {
      "",
      "The request is shown first, and the decision is about exactly what was shown.",
      "",
      "Example:",
      "  ${ROOT-COMMAND-NAME} approvals approve 01939c2e-7b1a-7c55-9d3e-0242ac120002 --comment 'release 7'"
    })
final class Approve implements Callable<Integer> {

  @Mixin private final Ballot ballot;

  Approve(Invocation invocation) {
    ballot = new Ballot(invocation);
  }

  @Override
  public Integer call() {
    Decision.APPROVE.make(ballot);
    return 0;
  }
}
