package ai.preloop.cli.commands.budgets;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.NamedPath;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Changes a budget. */
@Command(
    name = "set",
    description = "Change a budget; what is not said stays (asks for a password).",
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} budgets set daily --limit 40",
      "  ${ROOT-COMMAND-NAME} budgets set daily --soft"
    })
final class SetBudget implements Callable<Integer> {

  private static final List<String> KEPT =
      List.of("name", "scope", "unit", "period", "limit_usd", "limit", "kind", "on_unpriced");

  private final Invocation invocation;
  @Mixin private final Person person;
  @Mixin private final Terms terms = new Terms();

  @Parameters(paramLabel = "NAME", description = "The budget's name or id.")
  private String name = "";

  @Option(
      names = "--limit",
      paramLabel = "LIMIT",
      description = "Its limit, in US dollars or calls.")
  private @Nullable BigDecimal limit;

  @Option(names = "--name", paramLabel = "NEW", description = "How it is called from now on.")
  private @Nullable String newName;

  SetBudget(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    if (limit == null && newName == null && !terms.isSaid()) {
      throw new UsageException("Say what is to change; --help lists what can.");
    }
    Server server = person.signIn();
    String path = NamedPath.of(server, "/budgets", name);
    JsonNode changed = server.put(path, body(server.get(path))).body();
    var screen = invocation.screen();
    if (!screen.answer(changed)) {
      screen.line(
          "%s is %s now, and %s."
              .formatted(
                  Text.line(Json.words(changed, "name")),
                  Sums.limit(changed),
                  Json.words(changed, "kind")));
    }
    return 0;
  }

  private JsonNode body(JsonNode before) {
    var body = new LinkedHashMap<String, Object>();
    KEPT.forEach(member -> body.put(member, before.path(member)));
    body.putAll(terms.members(Json.words(before, "unit"), limit));
    if (newName != null) {
      body.put("name", newName);
    }
    return Json.of(body);
  }
}
