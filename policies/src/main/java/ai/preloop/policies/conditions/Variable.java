package ai.preloop.policies.conditions;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a condition can speak about. */
public enum Variable {
  ARGS,
  TOOL,
  RESOURCE,
  PROMPT,
  MODEL,
  REQUEST,
  COST,
  PRINCIPAL,
  AGENT,
  SESSION,
  FLOW,
  JUSTIFICATION,
  NOW;

  private static final Map<String, Variable> BY_NAME =
      Stream.of(values()).collect(Collectors.toMap(Variable::symbol, Function.identity()));

  private final String symbol = name().toLowerCase(Locale.ROOT);

  /** Its name in an expression. */
  public String symbol() {
    return symbol;
  }

  static @Nullable Variable named(String symbol) {
    return BY_NAME.get(symbol);
  }
}
