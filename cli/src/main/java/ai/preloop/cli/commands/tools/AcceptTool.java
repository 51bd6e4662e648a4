package ai.preloop.cli.commands.tools;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Style;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Accepts a tool as it is defined now. */
@Command(
    name = "accept",
    description = "Accept a new tool, or a changed definition (asks for a password).",
    footer = {
      "",
      "What is accepted is printed before the password is asked for: the whole definition of a new",
      "tool, and of a changed one what changed. With --digest nothing else than the definition",
      "with that digest is accepted, for scripts that looked before.",
      "",
      "Example:",
      "  ${ROOT-COMMAND-NAME} tools accept tickets create_ticket"
    })
final class AcceptTool implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(index = "0", paramLabel = "SERVER", description = "The server's name.")
  private String server = "";

  @Parameters(index = "1", paramLabel = "TOOL", description = "What the server calls the tool.")
  private String name = "";

  @Option(
      names = "--digest",
      paramLabel = "SHA256",
      description = "The digest of the definition that was looked at (default: what is printed).")
  private String digest = "";

  AcceptTool(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var tool = ListedTools.ofServer(invocation.server(), server, name);
    String called = Json.words(tool, "server") + "." + Json.words(tool, "tool");
    if (Json.words(tool, "state").equals("accepted") && digest.isEmpty()) {
      answer(screen, tool, called + " is accepted as it is.");
      return 0;
    }
    show(screen, tool, called);
    answer(screen, accept(tool), "Accepted " + called + ".");
    return 0;
  }

  /** Beside the answer where that goes to a program. */
  private static void show(Screen screen, JsonNode tool, String called) {
    Consumer<String> out = screen.forPrograms() ? screen::note : screen::line;
    out.accept(called + "  " + screen.status(Json.words(tool, "state")));
    out.accept("digest " + Json.words(tool, "digest"));
    new Warnings(tool).print(line -> out.accept(screen.paint(Style.YELLOW, line)));
    new DefinitionView(screen, out).print(tool);
  }

  private JsonNode accept(JsonNode tool) {
    String looked = digest.isEmpty() ? tool.path("digest").asString("") : digest;
    String path =
        "/mcp-servers/%s/tools/accept"
            .formatted(Server.segment(tool.path("server_id").asString("")));
    return person.signIn().post(path, Json.of(Map.of("name", name, "digest", looked))).body();
  }

  private static void answer(Screen screen, JsonNode tool, String sentence) {
    if (!screen.answer(tool)) {
      screen.line(sentence);
    }
  }
}
