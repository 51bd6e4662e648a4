package ai.preloop.cli.commands.demo;

import ai.preloop.cli.client.McpClient;
import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays the story of three calls with real parts. */
@Command(
    name = "demo",
    description = "See Preloop at work: an agent makes three calls, and a person decides one.",
    footer = {
      "",
      "A small MCP client calls the demo server through Preloop with the agent's key. One call is",
      "allowed, one is denied, one waits for you. With --auto the owner's password is asked for",
      "(or taken from PRELOOP_PASSWORD) and the demo decides by itself.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} demo",
      "  PRELOOP_PASSWORD=... ${ROOT-COMMAND-NAME} demo --auto"
    })
public final class Demo implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Option(names = "--auto", description = "Decide without waiting for a person (for scripts).")
  private boolean auto;

  Demo(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() throws InterruptedException {
    var screen = invocation.screen();
    if (screen.forPrograms()) {
      throw new UsageException("The demo tells a story to people; it has no --output.");
    }
    var settings = invocation.settings();
    Decider decider =
        auto ? new Decider.Owner(person.signIn()) : new Decider.Person(invocation.shell());
    try (var agent = McpClient.open(settings.address(), agentKey())) {
      var trail = new Trail(settings.server(), agent.session());
      return new Story(invocation, agent, decider, trail).tell(settings.address()) ? 0 : 1;
    }
  }

  private String agentKey() {
    var settings = invocation.settings();
    return settings
        .agentKey()
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.UNAUTHENTICATED,
                "There is no agent's key for "
                    + settings.address()
                    + " in credentials.json: run this where `make up` was run."));
  }
}
