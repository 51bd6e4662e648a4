package ai.preloop.policies.functions;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.Set;

/** {@code ==} between values of one kind. */
final class EqualTo implements PolicyFunction {

  private static final String NAME = "_==_";
  private static final String OVERLOAD = "equals";

  @Override
  public CelFunctionDecl declaration() {
    return CelFunctionDecl.newFunctionDeclaration(
        NAME,
        CelOverloadDecl.newGlobalOverload(
            OVERLOAD, SimpleType.BOOL, TypeParamType.create("A"), TypeParamType.create("B")));
  }

  @Override
  public Set<CelFunctionBinding> bindings() {
    return CelFunctionBinding.fromOverloads(
        NAME,
        CelFunctionBinding.from(
            OVERLOAD, Object.class, Object.class, (left, right) -> Equality.equal(left, right)));
  }
}
