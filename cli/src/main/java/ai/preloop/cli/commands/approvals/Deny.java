package ai.preloop.cli.commands.approvals;

import ai.preloop.cli.commands.Invocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Refuses a call. */
@Command(
    name = "deny",
    description = "Refuse a call (asks for a password).",
    footer = {
      "",
      "The request is shown first, and the decision is about exactly what was shown.",
      "",
      "Example:",
      "  ${ROOT-COMMAND-NAME} approvals deny 01939c2e-7b1a-7c55-9d3e-0242ac120002 --comment 'not to this recipient'"
    })
final class Deny implements Callable<Integer> {

  @Mixin private final Ballot ballot;

  Deny(Invocation invocation) {
    ballot = new Ballot(invocation);
  }

  @Override
  public Integer call() {
    Decision.DENY.make(ballot);
    return 0;
  }
}
