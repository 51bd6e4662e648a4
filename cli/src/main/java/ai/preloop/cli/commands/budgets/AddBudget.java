package ai.preloop.cli.commands.budgets;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Owners;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.commands.ScopeText;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Makes a budget. */
@Command(
    name = "add",
    description = "Make a budget (asks for a password).",
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} budgets add daily 25",
      "  ${ROOT-COMMAND-NAME} budgets add each-key 2.50 --for key --per month",
      "  ${ROOT-COMMAND-NAME} budgets add big-model 100 --for model:big --per week --soft",
      "  ${ROOT-COMMAND-NAME} budgets add each-agent 200 --of tool-calls --for agent --per hour"
    })
final class AddBudget implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;
  @Mixin private final Terms terms = new Terms();

  @Parameters(index = "0", paramLabel = "NAME", description = "How it is called.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "LIMIT", description = "Its limit, in US dollars or calls.")
  private BigDecimal limit = BigDecimal.ZERO;

  @Option(
      names = "--for",
      paramLabel = "SCOPE",
      defaultValue = "account",
      description = {
        "Whose calls count: account, user, key, team, agent, flow, session or",
        "model; with :VALUE only those of one, without it each has the limit",
        "for itself (${DEFAULT-VALUE})."
      })
  private String scope = "";

  @Option(
      names = "--of",
      paramLabel = "UNIT",
      defaultValue = "usd",
      description = {
        "What is counted: usd, tool-calls, or side-effects, which are calls of",
        "tools that do more than read (${DEFAULT-VALUE})."
      })
  private String unit = "";

  @Option(
      names = "--per",
      paramLabel = "PERIOD",
      defaultValue = "day",
      description = "hour, day, week, month or all-time (${DEFAULT-VALUE}).")
  private String period = "";

  AddBudget(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var server = person.signIn();
    var owners = new Owners(server);
    JsonNode added = server.post("/budgets", body(owners)).body();
    if (!screen.answer(added)) {
      screen.line(
          "Added %s: %s, for %s."
              .formatted(Text.line(name), Sums.limit(added), Sums.scope(added, owners)));
    }
    return 0;
  }

  private JsonNode body(Owners owners) {
    var body = new LinkedHashMap<String, Object>();
    body.put("name", name);
    body.put("scope", ScopeText.of(scope).byId(owners).members());
    body.put("unit", word(unit));
    body.put("period", word(period));
    body.putAll(terms.members(word(unit), limit));
    return Json.of(body);
  }

  private static String word(String said) {
    return said.toLowerCase(Locale.ROOT).replace('-', '_');
  }
}
