package ai.preloop.cli.commands.tools;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.client.Server.Answer;
import ai.preloop.cli.client.Settings;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.ToolResult;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls a tool as an agent would. */
@Command(
    name = "exec",
    description = "Call a tool, as the agent whose key lies here or is given.",
    footer = {
      "",
      "The policy judges the call as any. Exits with 0 when the tool did it, with 1 when it did",
      "not: it failed, was refused, or waits for a person, which --wait waits for.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} tools exec get_balance",
      "  ${ROOT-COMMAND-NAME} tools exec pay_invoice amount:=420 recipient='ACME Hosting' --wait",
      "  ${ROOT-COMMAND-NAME} tools exec pay_invoice --args-file invoice.json -o json"
    })
final class ExecTool implements Callable<Integer> {

  private static final int WAITS = 202;

  private final Invocation invocation;

  @Mixin private final ToolArguments arguments = new ToolArguments();

  @Option(names = "--justification", paramLabel = "TEXT", description = "Why it is needed.")
  private String justification = "";

  @Option(names = "--wait", description = "Where a person is asked, wait for what comes of it.")
  private boolean wait;

  ExecTool(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    ObjectNode body = arguments.read(invocation.shell());
    if (!justification.isEmpty()
        && !ToolReason.put(invocation.server(), arguments.tool(), justification, body)) {
      invocation.screen().note("The policy asks for no justification here, so none is sent.");
    }
    var call = new ToolRequest(caller(invocation.settings()), arguments.tool(), body);
    Answer answer = call.send();
    if (answer.status() == WAITS && wait) {
      new PendingCall(invocation, answer.body()).tell(invocation.screen()::note);
      answer = call.await(invocation, answer);
    }
    return answer.status() == WAITS ? waits(answer.body()) : ended(answer.body());
  }

  /** With what was given for this run, else as the agent of this place. */
  private static Server caller(Settings settings) {
    return new Server(settings.address(), settings.givenToken().or(settings::agentKey).orElse(""));
  }

  private int waits(JsonNode pending) {
    Screen screen = invocation.screen();
    if (!screen.answer(pending)) {
      new PendingCall(invocation, pending).tell(screen::line);
    }
    return 1;
  }

  private int ended(JsonNode answered) {
    Screen screen = invocation.screen();
    var result = new ToolResult(answered);
    if (!screen.answer(answered)) {
      String text = result.text();
      screen.line(text.isEmpty() ? Json.pretty(answered) : text);
    }
    return result.refused() ? 1 : 0;
  }
}
