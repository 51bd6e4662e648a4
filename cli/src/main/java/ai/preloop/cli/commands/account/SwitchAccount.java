package ai.preloop.cli.commands.account;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Shows and switches what may be used beside tools. */
@Command(
    name = "switches",
    description =
        "Show what agents and servers may use beside tools, or switch it on and off (which asks for"
            + " a password).",
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} account switches",
      "  ${ROOT-COMMAND-NAME} account switches --off sampling --off roots"
    })
final class SwitchAccount implements Callable<Integer> {

  private static final String PATH = "/account/switches";
  private static final List<String> ALL =
      List.of("resources", "prompts", "sampling", "elicitation", "roots");

  private final Invocation invocation;
  @Mixin private final Person person;

  @Option(
      names = "--on",
      paramLabel = "NAME",
      description = "resources, prompts, sampling, elicitation or roots; may be given again.")
  private List<String> on = List.of();

  @Option(names = "--off", paramLabel = "NAME", description = "Likewise.")
  private List<String> off = List.of();

  SwitchAccount(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    Map<String, Boolean> wanted = wanted();
    JsonNode switches =
        wanted.isEmpty()
            ? invocation.server().get(PATH)
            : person.signIn().put(PATH, Json.of(wanted)).body();
    var screen = invocation.screen();
    if (!screen.answer(switches)) {
      var table = new Table("NAME", "SWITCH");
      ALL.forEach(name -> table.row(name, switches.path(name).asBoolean(true) ? "on" : "off"));
      screen.table(table, "");
    }
    return 0;
  }

  private Map<String, Boolean> wanted() {
    Map<String, Boolean> wanted = new LinkedHashMap<>();
    on.forEach(name -> put(wanted, name, Boolean.TRUE));
    off.forEach(name -> put(wanted, name, Boolean.FALSE));
    return wanted;
  }

  private static void put(Map<String, Boolean> wanted, String name, Boolean position) {
    if (!ALL.contains(name)) {
      throw new UsageException(
          "There is no switch of this name; there are " + String.join(", ", ALL) + ".");
    }
    if (wanted.put(name, position) != null) {
      throw new UsageException("A switch is named once.");
    }
  }
}
