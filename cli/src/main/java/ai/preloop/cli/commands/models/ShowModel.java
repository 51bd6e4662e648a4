package ai.preloop.cli.commands.models;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows all there is to a model but its key. */
@Command(
    name = "show",
    description = "Show a model; its key is never shown.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} models show large"})
final class ShowModel implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "ALIAS", description = "The model's alias or id.")
  private String called = "";

  ShowModel(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var server = invocation.server();
    var model = server.get(ModelPath.of(server, called));
    if (!screen.answer(model)) {
      print(screen, model);
    }
    return 0;
  }

  private static void print(Screen screen, JsonNode model) {
    screen.field("alias", Json.words(model, "alias"));
    screen.field("id", Json.words(model, "id"));
    screen.field("provider", Json.words(model, "provider"));
    screen.field("model", Json.words(model, "identifier"));
    screen.field("endpoint", Json.words(model, "endpoint"));
    screen.field("secret", Json.words(model, "secret"));
    screen.field("costs", members(model.path("effective_prices")));
    screen.field("price of", Json.words(model, "price_source"));
    screen.field("limits", members(model.path("limits")));
    screen.field("shares", ListModels.shares(model));
    screen.field("fallbacks", Json.words(model.at("/routing/fallbacks")));
  }

  /** {@code input 2.5, output 10}. */
  private static String members(JsonNode node) {
    return node.propertyStream()
        .map(member -> member.getKey() + " " + Json.words(member.getValue()))
        .collect(Collectors.joining(", "));
  }
}
