package ai.preloop.cli.commands.servers;

import ai.preloop.cli.commands.Invocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Fetches a server's tool list. */
@Command(
    name = "scan",
    description = "Fetch a server's tools anew (asks for a password).",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} servers scan tickets"})
final class ScanServer implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final KnownServer known;

  ScanServer(Invocation invocation) {
    this.invocation = invocation;
    known = new KnownServer(invocation);
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var found = known.find();
    var report = ScanReport.of(found.preloop(), found.server());
    if (!screen.answer(report.found())) {
      report.print(screen, invocation.shell());
    }
    return 0;
  }
}
