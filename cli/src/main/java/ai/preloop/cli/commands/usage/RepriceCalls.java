package ai.preloop.cli.commands.usage;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Count;
import ai.preloop.cli.terminal.Json;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Prices calls of models again. */
@Command(
    name = "reprice",
    description = "Price calls of models again by the prices of now (asks for a password).",
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} usage reprice --from 2026-11-01T00:00:00Z --to 2026-12-01T00:00:00Z --preview",
      "  ${ROOT-COMMAND-NAME} usage reprice --model fast --from 2026-11-01T00:00:00Z --to 2026-12-01T00:00:00Z"
    })
final class RepriceCalls implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      required = true,
      description = "From this time on (RFC 3339).")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "TIME",
      required = true,
      description = "Up to this time (RFC 3339).")
  private String to = "";

  @Option(names = "--model", paramLabel = "ALIAS", description = "Only calls of this model.")
  private String model = "";

  @Option(names = "--preview", description = "Say what it would come to, and change nothing.")
  private boolean preview;

  RepriceCalls(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var asked = new LinkedHashMap<String, Object>();
    asked.put("from", from);
    asked.put("to", to);
    asked.put("preview_only", preview);
    if (!model.isEmpty()) {
      asked.put("model", model);
    }
    var screen = invocation.screen();
    JsonNode came = person.signIn().post("/account/gateway-usage/reprice", Json.of(asked)).body();
    if (!screen.answer(came)) {
      screen.line(sentence(came));
    }
    return 0;
  }

  private String sentence(JsonNode came) {
    return "%s of %s %s: %s before, %s after."
        .formatted(
            Json.words(came, "changed"),
            Count.of(came.path("looked_at").asLong(0), "call"),
            preview ? "would get another cost" : "got another cost",
            Dollars.of(came.path("before_usd")),
            Dollars.of(came.path("after_usd")));
  }
}
