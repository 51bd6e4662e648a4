package ai.preloop.cli.commands.approvals;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What whoever decides says on the command line: who they are, about which request, and why. */
final class Ballot {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(paramLabel = "ID", description = "The request's id.")
  private UUID id = new UUID(0, 0);

  @Option(
      names = "--comment",
      paramLabel = "TEXT",
      description = "Why; the agent and the audit trail get it.")
  private String comment = "";

  Ballot(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  Invocation invocation() {
    return invocation;
  }

  Person person() {
    return person;
  }

  UUID id() {
    return id;
  }

  String comment() {
    return comment;
  }
}
