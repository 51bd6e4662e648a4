package ai.preloop.cli.commands.webhooks;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Lists the webhooks and what became of the latest event. */
@Command(
    name = "list",
    description = "List the webhooks and what became of the latest event.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} webhooks list"})
final class ListWebhooks implements Callable<Integer> {

  private final Invocation invocation;

  ListWebhooks(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var webhooks = invocation.server().get("/webhooks");
    if (screen.answer(webhooks)) {
      return 0;
    }
    var table = new Table("NAME", "URL", "LATEST", "STATUS", "ERROR");
    for (var webhook : Json.items(webhooks)) {
      JsonNode last = webhook.path("last");
      table.row(
          Json.words(webhook, "name"),
          Json.words(webhook, "url"),
          orDash(last, "event"),
          orDash(last, "status"),
          orDash(last, "error"));
    }
    String add = invocation.shell().command("webhooks add NAME URL");
    screen.table(table, "No webhooks yet; make one with `" + add + "`.");
    return 0;
  }

  private static String orDash(JsonNode last, String member) {
    return last.hasNonNull(member) ? Json.words(last, member) : "-";
  }
}
