package ai.preloop.policies.conditions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CEL expression that was read: check it against the types, plan it, look what it proves. */
final class CelDraft implements Draft {

  private final CelLanguage language;
  private final String expression;
  private final CelAbstractSyntaxTree parsed;
  private final Lint.Found lint;
  private @Nullable Compilation runnable;

  CelDraft(CelLanguage language, String expression, CelAbstractSyntaxTree parsed, Lint.Found lint) {
    this.language = language;
    this.expression = expression;
    this.parsed = parsed;
    this.lint = lint;
  }

  @Override
  public List<Defect> defects(Schema schema) {
    return CelConditions.attempted(() -> checked(schema), CelConditions.UNREADABLE.defects());
  }

  /**
   * What checks against a schema runs with dynamic arguments, so it is planned only to be tried.
   */
  private List<Defect> checked(Schema schema) throws CelValidationException {
    List<Defect> defects = new ArrayList<>(typeDefects(schema));
    defects.addAll(lint.defects());
    if (!Defects.hasError(defects) && Provable.mayBe(parsed.getExpr())) {
      Condition condition = runnable().condition();
      defects.addAll(condition == null ? runnable().defects() : Lint.provable(condition));
    }
    return defects;
  }

  private List<Defect> typeDefects(Schema schema) throws CelValidationException {
    CelValidationResult result = language.check(new StructAccess(schema).rewrite(parsed), schema);
    if (result.hasError()) {
      return Defects.illTyped(result.getErrors(), parsed.getSource(), schema);
    }
    List<Defect> defects = new ArrayList<>(notBoolean(result.getAst()));
    defects.addAll(TypedEquality.defects(result.getAst(), parsed.getSource()));
    return defects;
  }

  @Override
  public Compilation runnable() {
    Compilation known = runnable;
    if (known == null) {
      known =
          Defects.hasError(lint.defects())
              ? new Compilation(null, lint.defects())
              : CelConditions.attempted(this::planned, CelConditions.UNREADABLE);
      runnable = known;
    }
    return known;
  }

  private Compilation planned() throws CelValidationException, CelEvaluationException {
    CelAbstractSyntaxTree guarded = FiniteArithmetic.guarded(parsed);
    CelValidationResult result = language.checkDynamically(guarded);
    if (result.hasError()) {
      return new Compilation(
          null, Defects.illTyped(result.getErrors(), parsed.getSource(), Schema.UNKNOWN));
    }
    List<Defect> defects = notBoolean(result.getAst());
    if (Defects.hasError(defects)) {
      return new Compilation(null, defects);
    }
    CelRuntime.Program program = language.runtime().createProgram(result.getAst());
    CelTest test = new CelTest(program, guarded != parsed, lint.patterns());
    return new Compilation(new Condition(expression, References.of(parsed), test), List.of());
  }

  private static List<Defect> notBoolean(CelAbstractSyntaxTree ast) {
    CelKind kind = ast.getResultType().kind();
    return kind == CelKind.BOOL || kind == CelKind.DYN
        ? List.of()
        : Defects.only("condition.not_boolean", "a condition must be true or false").defects();
  }
}
