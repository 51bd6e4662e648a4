package ai.preloop.cli.commands.servers;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Fetches a server's tool list. */
@Command(
    name = "scan",
    description = "Fetch a server's tools anew (asks for a password).",
    footer = {"", "Example:", "  preloop servers scan tickets"})
final class ScanServer implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(paramLabel = "NAME", description = "The server's name or id.")
  private String name = "";

  ScanServer(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var server = person.signIn();
    var report = ScanReport.of(server, ServerNames.path(server, name));
    if (!screen.answer(report.found())) {
      report.print(screen);
    }
    return 0;
  }
}
