package ai.preloop.cli.commands.demo;

import ai.preloop.cli.client.Address;
import ai.preloop.cli.client.McpClient;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.ToolResult;
import ai.preloop.cli.commands.audit.AuditTable;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Shell;
import ai.preloop.cli.terminal.Style;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Three calls, a decision, and the trail that they leave. */
final class Story {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Set<String> GOING_ON = Set.of("pending", "executing");

  private final Shell shell;
  private final Screen screen;
  private final McpClient agent;
  private final Decider decider;
  private final Trail trail;
  private Set<String> tools = Set.of();
  private boolean asTold = true;

  Story(Invocation invocation, McpClient agent, Decider decider, Trail trail) {
    this.shell = invocation.shell();
    this.screen = invocation.screen();
    this.agent = agent;
    this.decider = decider;
    this.trail = trail;
  }

  /** True when everything went as it should. */
  boolean tell(Address address) throws InterruptedException {
    screen.line(screen.paint(Style.BOLD, "An agent works through Preloop at " + address));
    tools = agent.tools();
    screen.line("It sees %d tools, and calls three of the demo server.".formatted(tools.size()));
    allowed();
    denied();
    held();
    audited();
    screen.line("");
    screen.line(
        asTold
            ? "That is Preloop. Next: `%s`, `%s`."
                .formatted(shell.command("servers add"), shell.command("policy apply"))
            : screen.paint(Style.RED, "The story did not go as it should; see what is marked."));
    return asTold;
  }

  private void allowed() {
    var result = call(1, DemoTools.ALLOWED);
    verdict("allowed", !result.refused());
    agentSees(result.text());
  }

  private void denied() {
    var result = call(2, DemoTools.DENIED);
    verdict("denied", result.refused());
    agentSees(result.text());
  }

  private void held() throws InterruptedException {
    JsonNode held = call(3, DemoTools.HELD).object();
    boolean waits = held.path("status").asString("").equals("pending_approval");
    verdict("held for a person", waits);
    if (!waits) {
      agentSees(Json.words(held));
      return;
    }
    decider.decide(screen, held);
    JsonNode outcome = outcome(held.path("request_id").asString(""));
    String status = Json.words(outcome, "status", "error");
    verdict(status, status.equals("approved") && outcome.has("tool_result"));
    agentSees(told(outcome));
  }

  private JsonNode outcome(String requestId) throws InterruptedException {
    JsonNode outcome = status(requestId);
    while (GOING_ON.contains(Json.words(outcome, "status"))) {
      shell.pause().of(PAUSE);
      outcome = status(requestId);
    }
    return outcome;
  }

  private JsonNode status(String requestId) {
    var result = agent.call("get_approval_status", Json.of(Map.of("request_id", requestId)));
    return new ToolResult(result).object();
  }

  private static String told(JsonNode outcome) {
    JsonNode result = outcome.path("tool_result");
    return result.isObject()
        ? new ToolResult(result).text()
        : Json.words(outcome, "tool_result", "tool_execution_error", "reason", "error");
  }

  private void audited() throws InterruptedException {
    List<JsonNode> records = trail.records(shell.pause());
    screen.line("\n" + screen.paint(Style.BOLD, "What the audit trail keeps of it"));
    screen.table(AuditTable.of(records), "Nothing.");
    if (!Trail.complete(records)) {
      verdict("a call is missing from the trail", false);
    }
  }

  private ToolResult call(int number, DemoTools call) {
    String arguments = Json.compact(call.arguments());
    screen.line("\n" + number + ". " + screen.paint(Style.BOLD, call.tool()) + " " + arguments);
    return new ToolResult(agent.call(shownAs(call), call.arguments()));
  }

  /** Another server may have had the bare name first. */
  private String shownAs(DemoTools call) {
    String full = DemoTools.SERVER + "__" + call.tool();
    return tools.contains(full) ? full : call.tool();
  }

  private void verdict(String words, boolean expected) {
    asTold &= expected;
    var style = expected ? Style.GREEN : Style.RED;
    screen.line("   " + screen.paint(style, (expected ? "" : "not as told: ") + words));
  }

  private void agentSees(String text) {
    text.lines()
        .forEach(line -> screen.line("   " + screen.paint(Style.DIM, "agent sees  ") + line));
  }
}
