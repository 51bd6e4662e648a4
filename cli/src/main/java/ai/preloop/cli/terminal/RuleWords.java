package ai.preloop.cli.terminal;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The rules that decided, in words: each as its author described it, else by its place. */
public final class RuleWords {

  private RuleWords() {}

  /** Safe to print on one line; "" when no rule is known. */
  public static String of(JsonNode rules) {
    return rules.isArray()
        ? rules.valueStream().map(RuleWords::one).collect(Collectors.joining(", "))
        : one(rules);
  }

  private static String one(JsonNode rule) {
    if (!rule.isObject()) {
      return Json.words(rule);
    }
    String words = described(rule);
    return rule.has("error") ? words + " (could not be evaluated)" : words;
  }

  /** Rule 0 is no rule of a tool but what a document says of all others. */
  private static String described(JsonNode rule) {
    String description = Json.words(rule, "description");
    boolean isDefault = rule.has("number") && rule.path("number").asInt(-1) == 0;
    if (isDefault) {
      return "default for " + (description.isEmpty() ? "all tools" : description);
    }
    return description.isEmpty()
        ? "rule %s of %s".formatted(Json.words(rule, "number"), Json.words(rule, "owner"))
        : description;
  }
}
