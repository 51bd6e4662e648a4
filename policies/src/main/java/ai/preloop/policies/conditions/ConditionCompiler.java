package ai.preloop.policies.conditions;

import ai.preloop.policies.functions.PolicyFunction;
import ai.preloop.policies.functions.RegexMatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the source of a condition into something that can be evaluated. Thread-safe. */
public final class ConditionCompiler {

  private static final Draft.Refused TOO_LONG =
      Draft.Refused.because("condition.too_long", "the expression is longer than 8 KiB");

  private final CelConditions cel;
  private final SimpleConditions simple;

  public ConditionCompiler() {
    this(List.of());
  }

  /** {@code more} are functions beside the built-in ones. */
  public ConditionCompiler(List<PolicyFunction> more) {
    RegexMatch regexes = new RegexMatch();
    List<PolicyFunction> functions = new ArrayList<>(PolicyFunction.builtIn());
    functions.add(regexes);
    functions.addAll(more);
    this.cel = new CelConditions(new CelLanguage(functions), regexes);
    this.simple = new SimpleConditions(cel);
  }

  /** {@code inputSchema} is the tool's JSON Schema as maps and lists; null when it is not known. */
  public Compilation compile(
      String expression, Language language, @Nullable Map<String, Object> inputSchema) {
    return read(expression, language).against(Schema.of(inputSchema));
  }

  /** Reads an expression that is to be checked against more than one schema. */
  public Draft read(String expression, Language language) {
    if (isTooLong(expression)) {
      return TOO_LONG;
    }
    return switch (language) {
      case CEL -> cel.read(expression);
      case SIMPLE -> simple.read(expression);
    };
  }

  private static boolean isTooLong(String expression) {
    return expression.getBytes(StandardCharsets.UTF_8).length > CelLanguage.SOURCE_LIMIT;
  }

  /**
   * The condition as it runs, checked with dynamic arguments: a schema that changed since the
   * policy was accepted does not take a rule away.
   */
  public Compilation compileForRunning(String expression, Language language) {
    return read(expression, language).runnable();
  }
}
