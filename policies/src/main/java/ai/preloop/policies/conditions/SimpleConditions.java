package ai.preloop.policies.conditions;

import dev.cel.common.values.NullValue;
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
        switch (test) {
          case SimpleTest.Constant _ -> "true";
          case SimpleTest.Contains _ -> path + ".contains('')";
          case SimpleTest.Comparison comparison -> comparable(path, comparison.literal());
        };
    Read read = new Read(Variable.ARGS, path.names());
    return new Reading(cel.read(asCel), path, new Condition(expression, List.of(read), test));
  }

  /** What CEL takes for a path of the types that the literal may be compared with, and no other. */
  private static String comparable(SimplePath path, Object literal) {
    return switch (literal) {
      case NullValue _ -> "dyn(" + path + ") == null";
      case Boolean _ -> path + " == true";
      case String text when !SimpleTest.NUMBER.matcher(text).matches() -> path + " == ''";
      default -> "double(" + path + ") == 0.0";
    };
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
  private record Reading(Draft inCel, SimplePath path, Condition condition) implements Draft {

    @Override
    public List<Defect> defects(Schema schema) {
      return inCel.defects(schema).stream().map(this::inSimple).toList();
    }

    /** Said of the whole, since the words of its CEL stand elsewhere than its own. */
    private Defect inSimple(Defect defect) {
      String message =
          defect.code().equals("condition.wrong_type")
              ? "`%s` is not of a type that this can be asked of".formatted(path)
              : defect.message();
      return new Defect(defect.code(), defect.error(), 1, 1, message);
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
    Variable named = Variable.named(path.split("\\.", 2)[0]);
    return named != null && Primitive.TOOL.variables().contains(named);
  }
}
