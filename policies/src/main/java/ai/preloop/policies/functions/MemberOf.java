package ai.preloop.policies.functions;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code in}, for the elements of a list and the keys of a map. */
final class MemberOf implements PolicyFunction {

  private static final String NAME = "@in";

  @Override
  public CelFunctionDecl declaration() {
    var value = TypeParamType.create("A");
    var element = TypeParamType.create("B");
    return CelFunctionDecl.newFunctionDeclaration(
        NAME,
        CelOverloadDecl.newGlobalOverload(
            "in_list", SimpleType.BOOL, value, ListType.create(element)),
        CelOverloadDecl.newGlobalOverload(
            "in_map", SimpleType.BOOL, value, MapType.create(element, TypeParamType.create("C"))));
  }

  @Override
  public Set<CelFunctionBinding> bindings() {
    return CelFunctionBinding.fromOverloads(
        NAME,
        CelFunctionBinding.from(
            "in_list", Object.class, List.class, (value, list) -> Equality.contains(list, value)),
        CelFunctionBinding.from("in_map", Object.class, Map.class, MemberOf::hasKey));
  }

  private static boolean hasKey(Object key, Map<?, ?> map) {
    return map.containsKey(key) || Equality.contains(map.keySet(), key);
  }
}
