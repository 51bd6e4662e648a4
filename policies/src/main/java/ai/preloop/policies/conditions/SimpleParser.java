package ai.preloop.policies.conditions;

import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the one form that {@code simple} has; anything else is nothing. */
final class SimpleParser {

  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*+";
  private static final String TEXT =
      "'(?:[^'\\\\]|\\\\['\"\\\\])*+'|\"(?:[^\"\\\\]|\\\\['\"\\\\])*+\"";
  private static final Pattern CONSTANT = Pattern.compile("true|false");
  private static final Pattern CONTAINS =
      Pattern.compile(
          "(" + NAME + "(?:\\." + NAME + ")*?)\\.contains\\(\\s*+(" + TEXT + ")\\s*+\\)");
  private static final Pattern COMPARISON =
      Pattern.compile(
          "("
              + NAME
              + "(?:\\."
              + NAME
              + ")*+)\\s*+(==|!=|>=|<=|>|<)\\s*+("
              + TEXT
              + "|true|false|null|"
              + SimpleTest.NUMBER.pattern()
              + ")");

  private SimpleParser() {}

  static Optional<SimpleTest> parse(String expression) {
    String source = expression.strip();
    if (CONSTANT.matcher(source).matches()) {
      return Optional.of(new SimpleTest.Constant(source.equals("true")));
    }
    Matcher contains = CONTAINS.matcher(source);
    if (contains.matches()) {
      return path(contains.group(1))
          .map(path -> new SimpleTest.Contains(path, text(contains.group(2))));
    }
    Matcher comparison = COMPARISON.matcher(source);
    if (comparison.matches()) {
      return path(comparison.group(1))
          .map(path ->
              new SimpleTest.Comparison(
                  path, operator(comparison.group(2)), literal(comparison.group(3))));
    }
    return Optional.empty();
  }

  private static Optional<SimplePath> path(String dotted) {
    List<String> names = new ArrayList<>(List.of(dotted.split("\\.")));
    if (names.size() > 1 && names.getFirst().equals(Variable.ARGS.symbol())) {
      names.removeFirst();
    }
    boolean isLiteral = names.size() == 1 && List.of("true", "false", "null").contains(dotted);
    return isLiteral ? Optional.empty() : Optional.of(new SimplePath(names));
  }

  private static SimpleTest.Operator operator(String symbol) {
    for (SimpleTest.Operator operator : SimpleTest.Operator.values()) {
      if (operator.symbol().equals(symbol)) {
        return operator;
      }
    }
    throw new IllegalArgumentException(symbol);
  }

  private static Object literal(String source) {
    return switch (source) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> NullValue.NULL_VALUE;
      case String text when text.startsWith("'") || text.startsWith("\"") -> text(text);
      case String number -> new BigDecimal(number);
    };
  }

  private static String text(String quoted) {
    return quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(['\"\\\\])", "$1");
  }
}
