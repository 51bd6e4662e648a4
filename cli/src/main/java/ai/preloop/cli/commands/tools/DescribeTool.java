package ai.preloop.cli.commands.tools;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Style;
import ai.preloop.cli.terminal.Text;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows one tool: its description, its arguments and what the policy says. */
@Command(
    name = "describe",
    description =
        "Show one tool: its description, its arguments, what the policy says of it, and what of it"
            + " nobody accepted yet.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} tools describe pay_invoice --server demo"})
final class DescribeTool implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "NAME", description = "The tool's name, or SERVER.TOOL.")
  private String name = "";

  @Option(
      names = "--server",
      paramLabel = "SERVER",
      description = "Its server, where two have a tool of this name.")
  private String server = "";

  DescribeTool(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var tool = ListedTools.find(invocation.server(), server, name);
    if (!screen.answer(tool)) {
      print(screen, tool);
    }
    return 0;
  }

  private static void print(Screen screen, JsonNode tool) {
    screen.line(screen.paint(Style.BOLD, Json.words(tool, "name")));
    screen.field("server", Json.words(tool, "server", "source"));
    screen.field("state", screen.status(Json.words(tool, "state")));
    screen.field("digest", Json.words(tool, "digest"));
    screen.field("policy", screen.status(Json.words(tool, "policy", "verdict")));
    screen.field("about", Text.lines(tool.path("description").asString("")));
    new Warnings(tool).print(line -> screen.line(screen.paint(Style.YELLOW, line)));
    JsonNode policy = tool.path("policy");
    if (policy.isObject()) {
      screen.line("\nWhat the policy says\n" + Json.pretty(policy));
    }
    JsonNode schema = tool.path("input_schema");
    if (schema.isObject()) {
      screen.line("\nArguments (JSON Schema)\n" + Json.pretty(schema));
    }
    new DefinitionView(screen, screen::line).print(tool);
  }
}
