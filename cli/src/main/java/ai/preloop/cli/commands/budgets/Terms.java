package ai.preloop.cli.commands.budgets;

import ai.preloop.cli.client.UsageException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said of a budget when it is made, and said again when it is changed. */
final class Terms {

  @Option(
      names = "--soft",
      negatable = true,
      fallbackValue = "true",
      description = "Mark calls when it is used up, in place of refusing them.")
  private @Nullable Boolean soft;

  @Option(
      names = "--refuse-unpriced",
      negatable = true,
      fallbackValue = "true",
      description = "Refuse calls of models that have no price.")
  private @Nullable Boolean refuseUnpriced;

  private static void requireWhole(String unit, BigDecimal limit) {
    if (!Sums.isMoney(unit) && limit.stripTrailingZeros().scale() > 0) {
      throw new UsageException(
          "Calls are counted whole: %s is no number of them.".formatted(limit));
    }
  }

  boolean isSaid() {
    return soft != null || refuseUnpriced != null;
  }

  /** The members of a request, with what is not said left out; the limit is of this unit. */
  Map<String, Object> members(String unit, @Nullable BigDecimal limit) {
    var members = new LinkedHashMap<String, Object>();
    if (limit != null) {
      requireWhole(unit, limit);
      members.put(Sums.isMoney(unit) ? "limit_usd" : "limit", limit);
    }
    if (soft != null) {
      members.put("kind", soft ? "soft" : "hard");
    }
    if (refuseUnpriced != null) {
      members.put("on_unpriced", refuseUnpriced ? "refuse" : "allow");
    }
    return members;
  }
}
