package ai.preloop.cli.commands.approvals;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Refuses a call. */
@Command(
    name = "deny",
    description = "Refuse a call (asks for a password).",
    footer = {
      "",
      "The request is shown first, and the decision is about exactly what was shown.",
      "",
      "Example:",
      "  preloop approvals deny 01939c2e-7b1a-7c55-9d3e-0242ac120002 --comment 'release 7'"
    })
final class Deny implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(paramLabel = "ID", description = "The request's id.")
  private UUID id = new UUID(0, 0);

  @Option(
      names = "--comment",
      paramLabel = "TEXT",
      description = "Why; the agent and the audit trail get it.")
  private String comment = "";

  Deny(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    Decision.DENY.make(invocation, person, id, comment);
    return 0;
  }
}
