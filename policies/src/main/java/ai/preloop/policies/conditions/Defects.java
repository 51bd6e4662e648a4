package ai.preloop.policies.conditions;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words for what is wrong with an expression. */
final class Defects {

  private static final Pattern UNDEFINED_FIELD = Pattern.compile("undefined field '([^']*)'.*");
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern NO_OVERLOAD =
      Pattern.compile("found no matching overload for '([^']*)' applied to '([^']*)'.*");
  private static final Pattern TYPE_NAME = Pattern.compile("preloop\\.[\\w.]+");

  private Defects() {}

  static Compilation only(String code, String message) {
    return new Compilation(null, List.of(new Defect(code, true, 1, 1, message)));
  }

  static Defect warning(String code, String message) {
    return new Defect(code, false, 1, 1, message);
  }

  static Defect error(String code, CelSourceLocation at, String message) {
    return new Defect(
        code, true, Math.max(1, at.getLine()), Math.max(0, at.getColumn()) + 1, message);
  }

  /** Where a node of the expression as it was written stands. */
  static CelSourceLocation location(long id, CelSource source) {
    return Optional.ofNullable(source.getPositionsMap().get(id))
        .flatMap(source::getOffsetLocation)
        .orElse(CelSourceLocation.NONE);
  }

  static boolean hasError(List<Defect> defects) {
    return defects.stream().anyMatch(Defect::error);
  }

  static List<Defect> unreadable(Collection<CelIssue> issues) {
    return issues.stream().map(Defects::unreadable).toList();
  }

  private static Defect unreadable(CelIssue issue) {
    return issue.getMessage().contains("recursion limit")
        ? error(
            "condition.too_deep",
            issue.getSourceLocation(),
            "the expression is nested deeper than 32 levels")
        : error("condition.syntax", issue.getSourceLocation(), SyntaxWords.of(issue.getMessage()));
  }

  static List<Defect> illTyped(Collection<CelIssue> issues, CelSource source, Schema schema) {
    return issues.stream().map(issue -> illTyped(issue, source, schema)).distinct().toList();
  }

  private static Defect illTyped(CelIssue issue, CelSource source, Schema schema) {
    CelSourceLocation at = location(issue.getExprId(), source);
    String message = issue.getMessage();
    Matcher field = UNDEFINED_FIELD.matcher(message);
    if (field.matches()) {
      return error(
          "condition.unknown_field",
          at,
          "no such field `%s`%s"
              .formatted(field.group(1), Nearest.hint(field.group(1), schema.fieldNames())));
    }
    Matcher name = UNDECLARED.matcher(message);
    if (name.matches()) {
      return error("condition.unknown_name", at, unknownName(name.group(1), schema));
    }
    return error("condition.wrong_type", at, wrongType(message));
  }

  private static String unknownName(String name, Schema schema) {
    Set<String> names = new HashSet<>();
    schema.primitive().variables().stream().map(Variable::symbol).forEach(names::add);
    schema.argumentNames().forEach(field -> names.add("args." + field));
    names.remove(name);
    return "no such name `%s`%s".formatted(name, hint(name, names, schema.primitive()));
  }

  private static String hint(String name, Set<String> names, Primitive primitive) {
    if (names.contains("args." + name)) {
      return ", did you mean `args." + name + "`?";
    }
    return primitive.isNameOfAnother(name)
        ? ", did you mean `" + primitive.variable().symbol() + "`?"
        : Nearest.hint(name, names);
  }

  private static String wrongType(String message) {
    Matcher call = NO_OVERLOAD.matcher(message);
    String sentence =
        call.matches()
            ? "`%s` does not take %s".formatted(call.group(1).replace("_", ""), call.group(2))
            : message;
    return TYPE_NAME.matcher(sentence).replaceAll("object");
  }
}
