package ai.preloop.cli.commands.models.allow;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Text;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Changes a list. */
@Command(
    name = "set",
    description = "Say anew which models a list has (asks for a password).",
    footer = {
      "",
      "A SCOPE is account, or one user, team, agent or flow as in agent:research. A call passes",
      "every list that is about it.",
      "",
      "Example:",
      "  ${ROOT-COMMAND-NAME} models allow set agent:research small 'gpt-*'"
    })
final class SetList implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(index = "0", paramLabel = "SCOPE", description = "Whose calls it is about.")
  private String scope = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "ALIAS",
      description = "Models that they may call, or the start of some and a *.")
  private List<String> models = List.of();

  SetList(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var server = person.signIn();
    JsonNode answer = server.put(ListPath.of(server, scope), ListPath.body(scope, models)).body();
    var screen = invocation.screen();
    if (!screen.answer(answer)) {
      screen.line("Changed the list for %s.".formatted(Text.line(scope)));
    }
    return 0;
  }
}
