package ai.preloop.cli.commands.budgets;

import ai.preloop.cli.commands.Owners;
import ai.preloop.cli.commands.ScopeText;
import ai.preloop.cli.terminal.Count;
import ai.preloop.cli.terminal.Json;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/** What the server says of budgets, in words. */
final class Sums {

  private Sums() {}

  /** {@code 12.50 USD}; a dash where there is none. */
  static String dollars(JsonNode holder, String member) {
    JsonNode value = holder.path(member);
    if (!value.isNumber()) {
      return "-";
    }
    BigDecimal dollars = value.decimalValue().stripTrailingZeros();
    return (dollars.scale() < 2 ? dollars.setScale(2) : dollars).toPlainString() + " USD";
  }

  /** {@code the account}, {@code model fast} or {@code each user}. */
  static String scope(JsonNode budget, Owners owners) {
    var scope = ScopeText.of(budget).byName(owners);
    if (scope.type().equals("account")) {
      return "the account";
    }
    return scope.value() == null ? "each " + scope.type() : scope.type() + " " + scope.value();
  }

  /** {@code 25.00 USD by the day}, {@code 100 tool calls for all time}. */
  static String limit(JsonNode budget) {
    String period = Json.words(budget, "period");
    return amount(budget, budget, "limit")
        + (period.equals("all_time") ? " for all time" : " by the " + period);
  }

  /** Of dollars or of calls, as the budget has it; a dash where there is none. */
  static String amount(JsonNode budget, JsonNode holder, String member) {
    String unit = Json.words(budget, "unit");
    if (isMoney(unit)) {
      return dollars(holder, member + "_usd");
    }
    JsonNode calls = holder.path(member);
    return calls.isNumber() ? Count.of(calls.asLong(), one(unit)) : "-";
  }

  /** {@code tool call} of {@code tool_calls}. */
  private static String one(String unit) {
    return unit.replace('_', ' ').replaceFirst("s$", "");
  }

  static boolean isMoney(String unit) {
    return unit.isEmpty() || unit.equals("usd");
  }
}
