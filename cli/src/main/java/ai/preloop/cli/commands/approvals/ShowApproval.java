package ai.preloop.cli.commands.approvals;

import ai.preloop.cli.commands.Invocation;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one request: whole to who is asked, without its secrets to others. */
@Command(
    name = "show",
    description = "Show one request: who asks, for what, with which arguments, and why.",
    footer = {
      "",
      "Example:",
      "  ${ROOT-COMMAND-NAME} approvals show 01939c2e-7b1a-7c55-9d3e-0242ac120002"
    })
final class ShowApproval implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "ID", description = "The request's id.")
  private UUID id = new UUID(0, 0);

  ShowApproval(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var request = invocation.server().get("/approval-requests/" + id);
    if (!screen.answer(request)) {
      ApprovalView.print(screen, request);
    }
    return 0;
  }
}
