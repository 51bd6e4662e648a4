package ai.preloop.policies.functions;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.TypeParamType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.Set;

/** Passes on what is put in many places, unless it is a long text. */
public final class ShortText implements PolicyFunction {

  /** Not a name that a condition can have written. */
  public static final String NAME = "@short";

  private static final String OVERLOAD = "short";
  private static final int LONGEST = 100;

  @Override
  public CelFunctionDecl declaration() {
    TypeParamType any = TypeParamType.create("A");
    return CelFunctionDecl.newFunctionDeclaration(
        NAME, CelOverloadDecl.newGlobalOverload(OVERLOAD, any, any));
  }

  @Override
  public Set<CelFunctionBinding> bindings() {
    return CelFunctionBinding.fromOverloads(
        NAME, CelFunctionBinding.from(OVERLOAD, Object.class, ShortText::checked));
  }

  private static Object checked(Object value) {
    if (value instanceof String text && text.length() > LONGEST) {
      throw TextBudget.exceeded();
    }
    return value;
  }
}
