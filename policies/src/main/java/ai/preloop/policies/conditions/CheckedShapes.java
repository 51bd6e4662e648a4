package ai.preloop.policies.conditions;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was found of expressions that check, by their shape: in a large policy most rules differ
 * from another one in their literals only, and a check takes longer than all else. Thread-safe.
 */
final class CheckedShapes {

  private static final int MOST = 2_048;
  private static final int LONGEST = 4_096;

  private final Map<String, CelAbstractSyntaxTree> known = new ConcurrentHashMap<>();

  /** As the checker would have it; an expression with an error is checked itself. */
  CelValidationResult check(CelAbstractSyntaxTree parsed, Checker checker)
      throws CelValidationException {
    String shape = Shape.of(parsed.getExpr());
    CelAbstractSyntaxTree twin = known.get(shape);
    if (twin != null) {
      return new CelValidationResult(typedAs(parsed, twin), ImmutableList.of());
    }
    CelValidationResult result = checker.check(parsed);
    if (!result.hasError() && shape.length() <= LONGEST) {
      remember(shape, parsed, result.getAst());
    }
    return result;
  }

  /** What checks one expression. */
  @FunctionalInterface
  interface Checker {
    CelValidationResult check(CelAbstractSyntaxTree parsed);
  }

  /** The checker writes some calls in another way, and then what it found is of that alone. */
  private void remember(String shape, CelAbstractSyntaxTree parsed, CelAbstractSyntaxTree checked) {
    if (checked.getExpr().equals(parsed.getExpr())) {
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(shape, checked);
    }
  }

  private static CelAbstractSyntaxTree typedAs(
      CelAbstractSyntaxTree parsed, CelAbstractSyntaxTree twin) {
    return CelAbstractSyntaxTree.newCheckedAst(
        parsed.getExpr(), parsed.getSource(), twin.getReferenceMap(), twin.getTypeMap());
  }
}
