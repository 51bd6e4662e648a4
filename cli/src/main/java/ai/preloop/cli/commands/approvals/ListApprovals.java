package ai.preloop.cli.commands.approvals;

import ai.preloop.cli.commands.Invocation;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists approval requests, the newest first. */
@Command(
    name = "list",
    description = "List approval requests, the newest first.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} approvals list --status declined --limit 10"})
final class ListApprovals implements Callable<Integer> {

  private final Invocation invocation;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only pending, approved, declined, expired or cancelled ones.")
  private String status = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many (default 20, up to 100).")
  private int limit = 20;

  ListApprovals(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var query = new LinkedHashMap<String, String>();
    query.put("limit", Integer.toString(limit));
    if (!status.isEmpty()) {
      query.put("status", status);
    }
    ApprovalTable.print(invocation, query);
    return 0;
  }
}
