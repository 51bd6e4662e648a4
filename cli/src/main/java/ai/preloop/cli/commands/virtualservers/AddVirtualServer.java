package ai.preloop.cli.commands.virtualservers;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Makes a virtual server. */
@Command(
    name = "add",
    description = "Make a virtual server of some tools (asks for a password).",
    footer = {
      "",
      "A TOOL is what its server calls it: one, a beginning as in 'get_*', or '*' for all; with",
      "SERVER: in front it is of that server only.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} servers virtual add reading 'demo:get_*' demo:list_payments",
      "  ${ROOT-COMMAND-NAME} servers virtual add everything '*' --search"
    })
final class AddVirtualServer implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(index = "0", paramLabel = "NAME", description = "The end of its address.")
  private String name = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "TOOL", description = "Its tools.")
  private List<String> tools = List.of();

  @Option(
      names = "--search",
      description = "Show a search in place of the tools, for when they are many.")
  private boolean search;

  AddVirtualServer(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    JsonNode added = person.signIn().post("/virtual-servers", body()).body();
    if (screen.answer(added)) {
      return 0;
    }
    screen.line(
        "Added %s. Agents find it at %s."
            .formatted(
                Text.line(name),
                invocation.settings().address() + added.path("path").asString("")));
    added
        .path("entries")
        .valueStream()
        .filter(entry -> entry.path("matches").asLong(1) == 0)
        .forEach(entry ->
            screen.note("No tool that is known now is " + Json.words(entry, "tool") + "."));
    return 0;
  }

  private JsonNode body() {
    return Json.of(
        Map.of(
            "name",
            name,
            "presentation",
            search ? "search" : "list",
            "entries",
            tools.stream().map(AddVirtualServer::entry).toList()));
  }

  private static Map<String, String> entry(String tool) {
    var entry = new LinkedHashMap<String, String>();
    int colon = tool.indexOf(':');
    if (colon > 0) {
      entry.put("server", tool.substring(0, colon));
    }
    entry.put("tool", tool.substring(colon > 0 ? colon + 1 : 0));
    return entry;
  }
}
