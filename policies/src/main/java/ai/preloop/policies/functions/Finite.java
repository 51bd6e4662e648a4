package ai.preloop.policies.functions;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.exceptions.CelNumericOverflowException;
import dev.cel.common.types.TypeParamType;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;
import java.util.Set;

/**
 * Passes on what an operation made, unless it is a double that is infinite or not a number, or more
 * text and longer lists than an evaluation may make.
 */
public final class Finite implements PolicyFunction {

  /** Not a name that a condition can have written. */
  public static final String NAME = "@finite";

  private static final String OVERLOAD = "finite";

  @Override
  public CelFunctionDecl declaration() {
    TypeParamType any = TypeParamType.create("A");
    return CelFunctionDecl.newFunctionDeclaration(
        NAME, CelOverloadDecl.newGlobalOverload(OVERLOAD, any, any));
  }

  @Override
  public Set<CelFunctionBinding> bindings() {
    return CelFunctionBinding.fromOverloads(
        NAME, CelFunctionBinding.from(OVERLOAD, Object.class, Finite::checked));
  }

  private static Object checked(Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      throw new CelNumericOverflowException("not a finite number");
    }
    switch (value) {
      case String text -> TextBudget.spend(text.length());
      case CelByteString bytes -> TextBudget.spend(bytes.size());
      case List<?> list -> TextBudget.spend(list.size());
      default -> {}
    }
    return value;
  }
}
