package ai.preloop.cli.commands.approvals;

import ai.preloop.cli.commands.Invocation;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the calls that wait for a person. */
@Command(
    name = "pending",
    description = "List the calls that wait for a person.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} approvals pending"})
final class PendingApprovals implements Callable<Integer> {

  private final Invocation invocation;

  PendingApprovals(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    ApprovalTable.print(invocation, Map.of("status", "pending", "limit", "100"));
    return 0;
  }
}
