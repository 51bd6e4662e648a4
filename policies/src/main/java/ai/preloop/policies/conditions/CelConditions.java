package ai.preloop.policies.conditions;

import ai.preloop.policies.functions.RegexMatch;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.List;

/** Compiles CEL in steps: read, check against the types, plan, look for what makes no sense. */
final class CelConditions {

  private final CelLanguage language;
  private final Lint lint;

  CelConditions(CelLanguage language, RegexMatch regexes) {
    this.language = language;
    this.lint = new Lint(regexes);
  }

  Compilation compile(String expression, Schema schema) {
    return reading(expression, parsed -> checked(expression, parsed, schema));
  }

  Compilation compileForRunning(String expression) {
    return reading(
        expression,
        parsed -> {
          List<Defect> defects = lint.expressions(parsed);
          return hasError(defects) ? new Compilation(null, defects) : planned(expression, parsed);
        });
  }

  private Compilation checked(String expression, CelAbstractSyntaxTree parsed, Schema schema)
      throws CelValidationException, CelEvaluationException {
    List<Defect> defects = new ArrayList<>(typeDefects(parsed, schema));
    defects.addAll(lint.expressions(parsed));
    if (hasError(defects)) {
      return new Compilation(null, defects);
    }
    Compilation planned = planned(expression, parsed);
    defects.addAll(planned.defects());
    if (planned.condition() != null) {
      defects.addAll(Lint.provable(planned.condition()));
    }
    return new Compilation(planned.condition(), defects);
  }

  private List<Defect> typeDefects(CelAbstractSyntaxTree parsed, Schema schema)
      throws CelValidationException {
    var compiler = language.typed(schema);
    CelValidationResult result = compiler.check(new StructAccess(schema).rewrite(parsed));
    if (result.hasError()) {
      return Defects.illTyped(result.getErrors(), parsed.getSource(), schema);
    }
    List<Defect> defects = new ArrayList<>(notBoolean(result.getAst()));
    defects.addAll(TypedEquality.defects(result.getAst(), parsed.getSource()));
    return defects;
  }

  private Compilation planned(String expression, CelAbstractSyntaxTree parsed)
      throws CelValidationException, CelEvaluationException {
    CelValidationResult result = language.dynamic().check(FiniteArithmetic.guarded(parsed));
    if (result.hasError()) {
      return new Compilation(
          null, Defects.illTyped(result.getErrors(), parsed.getSource(), Schema.UNKNOWN));
    }
    List<Defect> defects = notBoolean(result.getAst());
    if (hasError(defects)) {
      return new Compilation(null, defects);
    }
    CelRuntime.Program program = language.runtime().createProgram(result.getAst());
    return new Compilation(
        new Condition(expression, References.of(parsed), new CelTest(program)), List.of());
  }

  private static List<Defect> notBoolean(CelAbstractSyntaxTree ast) {
    CelKind kind = ast.getResultType().kind();
    return kind == CelKind.BOOL || kind == CelKind.DYN
        ? List.of()
        : Defects.only("condition.not_boolean", "a condition must be true or false").defects();
  }

  /** The parser throws what it likes for some malformed input, so whatever comes is a defect. */
  @SuppressWarnings("CatchingUnchecked")
  private Compilation reading(String expression, Step step) {
    try {
      CelValidationResult result = language.dynamic().parse(expression);
      return result.hasError()
          ? new Compilation(null, Defects.unreadable(result.getErrors()))
          : step.from(result.getAst());
    } catch (Exception e) {
      return Defects.only("condition.syntax", "the expression cannot be read");
    }
  }

  private static boolean hasError(List<Defect> defects) {
    return defects.stream().anyMatch(Defect::error);
  }

  /** What follows reading. */
  @FunctionalInterface
  private interface Step {
    Compilation from(CelAbstractSyntaxTree parsed)
        throws CelValidationException, CelEvaluationException;
  }
}
