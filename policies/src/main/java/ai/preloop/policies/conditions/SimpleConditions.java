package ai.preloop.policies.conditions;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compiles {@code simple}, and says the CEL to write for what it does not have. */
final class SimpleConditions {

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<text>'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\")"
              + "|(?<path>[A-Za-z_][A-Za-z0-9_]*+(?:\\.[A-Za-z_][A-Za-z0-9_]*+)*+)"
              + "|(?<equals>(?<![=!<>])=(?!=))"
              + "|(?<other>.)",
          Pattern.DOTALL);

  private final CelConditions cel;

  SimpleConditions(CelConditions cel) {
    this.cel = cel;
  }

  Draft read(String expression) {
    Optional<SimpleTest> test = SimpleParser.parse(expression);
    if (test.isEmpty()) {
      return Draft.Refused.because("condition.not_simple", refusal(expression));
    }
    return switch (test.get()) {
      case SimpleTest.Constant constant ->
          new Constant(new Condition(expression, List.of(), constant));
      case SimpleTest.Contains contains -> reading(expression, contains, contains.path());
      case SimpleTest.Comparison comparison -> reading(expression, comparison, comparison.path());
    };
  }

  /** The path is checked as CEL would check it, so that both languages know the same fields. */
  private Draft reading(String expression, SimpleTest test, SimplePath path) {
    String asCel =
        test instanceof SimpleTest.Contains ? path + ".contains('')" : "dyn(" + path + ") == null";
    Read read = new Read(Variable.ARGS, path.names());
    return new Reading(cel.read(asCel), new Condition(expression, List.of(read), test));
  }

  /** A bare {@code true} or {@code false}. */
  private record Constant(Condition condition) implements Draft {

    @Override
    public List<Defect> defects(Schema schema) {
      return Lint.provable(condition);
    }

    @Override
    public Compilation runnable() {
      return new Compilation(condition, List.of());
    }
  }

  /** What reads a path, and the same path in CEL. */
  private record Reading(Draft inCel, Condition condition) implements Draft {

    @Override
    public List<Defect> defects(Schema schema) {
      return inCel.defects(schema);
    }

    @Override
    public Compilation runnable() {
      return new Compilation(condition, List.of());
    }
  }

  private String refusal(String expression) {
    String translated = translate(expression);
    return cel.read(translated).against(Schema.UNKNOWN).condition() == null
        ? "`simple` is one comparison, one `.contains('x')`, or true or false; write this as CEL"
        : "`simple` has no such form; with `condition_type: cel` write `" + translated + "`";
  }

  static String translate(String expression) {
    StringBuilder result = new StringBuilder();
    Matcher token = TOKEN.matcher(expression.strip());
    while (token.find()) {
      result.append(translate(token));
    }
    return result.toString();
  }

  private static String translate(Matcher token) {
    if (token.group("equals") != null) {
      return "==";
    }
    String path = token.group("path");
    if (path == null) {
      return token.group();
    }
    return switch (path) {
      case "and", "AND" -> "&&";
      case "or", "OR" -> "||";
      case "not", "NOT" -> "!";
      case "true", "false", "null", "in", "has", "size" -> path;
      case String name -> isKnown(name) ? name : "args." + name;
    };
  }

  private static boolean isKnown(String path) {
    return Variable.named(path.split("\\.", 2)[0]) != null;
  }
}
