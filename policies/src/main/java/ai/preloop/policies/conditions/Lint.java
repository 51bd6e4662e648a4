package ai.preloop.policies.conditions;

import ai.preloop.policies.functions.RegexMatch;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds conditions that compile and still are not what somebody means. */
final class Lint {

  private static final Set<String> TEXT_TESTS =
      Set.of("matches", "contains", "startsWith", "endsWith");
  private static final Set<String> SHELL_ARGUMENTS =
      Set.of("command", "cmd", "script", "shell", "bash", "commandline", "command_line");

  private final RegexMatch regexes;

  Lint(RegexMatch regexes) {
    this.regexes = regexes;
  }

  /** What is found; the patterns stay ready for as long as the condition holds them. */
  record Found(List<Defect> defects, List<Object> patterns) {}

  /** Broken patterns are errors; tests of shell text are warned of. */
  Found expressions(CelAbstractSyntaxTree ast) {
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    References.nodes(ast, Kind.CALL)
        .map(node -> node.expr().call())
        .filter(call -> TEXT_TESTS.contains(call.function()))
        .forEach(call -> textTest(call, found));
    return found;
  }

  private void textTest(CelExpr.CelCall call, Found found) {
    if (call.function().equals("matches")) {
      literal(call).ifPresent(regex -> pattern(regex, found));
    }
    String field = tested(call);
    if (SHELL_ARGUMENTS.contains(field)) {
      found.defects().add(shellText(field));
    }
  }

  private void pattern(String regex, Found found) {
    try {
      found.patterns().add(regexes.literal(regex));
    } catch (IllegalArgumentException e) {
      String wrong = String.valueOf(e.getMessage());
      found.defects().add(new Defect("condition.regex", true, 1, 1, wrong));
    }
  }

  private static Defect shellText(String argument) {
    return Defects.warning(
        "condition.shell_text",
        "matching the text of `%s` is a tripwire: a shell has other ways to write the same"
            .formatted(argument));
  }

  /** The field that is tested, whatever was made of it before; "" where there is none. */
  private static String tested(CelExpr.CelCall call) {
    CelExpr subject = call.target().or(() -> call.args().stream().findFirst()).orElse(null);
    if (subject == null) {
      return "";
    }
    String field = References.fieldName(subject);
    return field.isEmpty() && subject.getKind() == Kind.CALL ? tested(subject.call()) : field;
  }

  private static Optional<String> literal(CelExpr.CelCall call) {
    return call.args().stream()
        .reduce((first, last) -> last)
        .filter(last -> last.getKind() == Kind.CONSTANT)
        .map(CelExpr::constant)
        .filter(constant -> constant.getKind() == CelConstant.Kind.STRING_VALUE)
        .map(CelConstant::stringValue);
  }

  /**
   * With no variable there at all, each reading of one is an error; what still comes out as true or
   * false does so for every call.
   */
  static List<Defect> provable(Condition condition) {
    return switch (condition.evaluateWith(Map.of())) {
      case Outcome.Matched _ ->
          List.of(Defects.warning("condition.always_matches", "this matches every call"));
      case Outcome.NotMatched _ ->
          List.of(Defects.warning("condition.never_matches", "this can never match"));
      case Outcome.Failed _ when condition.isConstant() ->
          List.of(Defects.warning("condition.always_fails", "this can never be evaluated"));
      case Outcome.Failed _, Outcome.Unknown _ -> List.of();
    };
  }
}
