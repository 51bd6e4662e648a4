package ai.preloop.cli.commands.models;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Table;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Lists the models and what each costs. */
@Command(
    name = "list",
    description = "List the models and what each costs, in US dollars per million tokens.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} models list"})
final class ListModels implements Callable<Integer> {

  private final Invocation invocation;

  ListModels(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var models = invocation.server().get(ModelPath.ALL);
    if (screen.answer(models)) {
      return 0;
    }
    var table = new Table("ALIAS", "PROVIDER", "INPUT", "OUTPUT", "PRICE OF", "MODEL");
    for (var model : Json.items(models)) {
      JsonNode prices = model.path("effective_prices");
      boolean served = model.hasNonNull("provider");
      table.row(
          Json.words(model, "alias"),
          Json.words(model, "provider"),
          Json.words(prices, "input"),
          Json.words(prices, "output"),
          served ? Json.words(model, "price_source") : "",
          served ? Json.words(model, "identifier") : shares(model));
    }
    String add = invocation.shell().command("models add ALIAS --provider NAME --model NAME");
    screen.table(table, "No models yet; add one with `" + add + "`.");
    return 0;
  }

  /** {@code large (3), opus (1)}. */
  static String shares(JsonNode model) {
    return model
        .at("/routing/shares")
        .valueStream()
        .map(share -> "%s (%s)".formatted(Json.words(share, "model"), Json.words(share, "weight")))
        .collect(Collectors.joining(", "));
  }
}
