package ai.preloop.policies.conditions;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What was found of expressions that check, by their shape: in a large policy most rules differ
 * from another one in their literals only, and a check takes longer than all else. Thread-safe.
 */
final class CheckedShapes {

  private static final int MOST = 2_048;
  private static final int LONGEST = 4_096;

  private final Map<Key, CelAbstractSyntaxTree> known = new ConcurrentHashMap<>();

  private record Key(String types, String shape) {}

  /**
   * As the checker would have it, that goes by these types; an expression with an error is checked
   * itself.
   */
  CelValidationResult check(
      String types,
      CelAbstractSyntaxTree parsed,
      Function<CelAbstractSyntaxTree, CelValidationResult> checker)
      throws CelValidationException {
    Key key = new Key(types, Shape.of(parsed.getExpr()));
    CelAbstractSyntaxTree twin = known.get(key);
    if (twin != null) {
      return new CelValidationResult(typedAs(parsed, twin), ImmutableList.of());
    }
    CelValidationResult result = checker.apply(parsed);
    if (!result.hasError() && types.length() + key.shape().length() <= LONGEST) {
      remember(key, parsed, result.getAst());
    }
    return result;
  }

  /** The checker writes some calls in another way, and then what it found is of that alone. */
  private void remember(Key key, CelAbstractSyntaxTree parsed, CelAbstractSyntaxTree checked) {
    if (checked.getExpr().equals(parsed.getExpr())) {
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(key, checked);
    }
  }

  private static CelAbstractSyntaxTree typedAs(
      CelAbstractSyntaxTree parsed, CelAbstractSyntaxTree twin) {
    return CelAbstractSyntaxTree.newCheckedAst(
        parsed.getExpr(), parsed.getSource(), twin.getReferenceMap(), twin.getTypeMap());
  }
}
