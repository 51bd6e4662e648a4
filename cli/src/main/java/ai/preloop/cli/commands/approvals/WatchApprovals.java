package ai.preloop.cli.commands.approvals;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Looking;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Table;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what waits for a person, as it comes, and what became of it. */
@Command(
    name = "watch",
    description = "Show what waits for a person, as it comes, and what became of it.",
    footer = {
      "",
      "Goes on through a restart of Preloop, until Ctrl-C. With -o json each line is",
      "{\"event\", \"request\"}; the event is the request's new status or execution status.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} approvals watch",
      "  ${ROOT-COMMAND-NAME} approvals watch --status pending -o json | jq -r .request.id"
    })
final class WatchApprovals implements Callable<Integer> {

  private static final Set<String> STATUSES =
      Set.of("pending", "approved", "declined", "expired", "cancelled");

  private final Invocation invocation;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only what is then pending, approved, declined, expired or cancelled.")
  private String status = "";

  WatchApprovals(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!status.isEmpty() && !STATUSES.contains(status)) {
      throw new UsageException(
          "--status is one of pending, approved, declined, expired and cancelled.");
    }
    var screen = invocation.screen();
    var watching = new Watching();
    new Looking(invocation)
        .run(
            server -> show(screen, watching.begin(server)),
            server -> show(screen, watching.goOn(server)));
    return 0;
  }

  private void show(Screen screen, List<Change> changes) {
    var shown = changes.stream().filter(this::isAskedFor).toList();
    if (screen.forPrograms()) {
      screen.stream(shown.stream().map(Change::json).toList(), new Table());
    } else {
      shown.forEach(change -> change.print(screen));
    }
  }

  private boolean isAskedFor(Change change) {
    return status.isEmpty() || status.equals(Json.words(change.request(), "status"));
  }
}
