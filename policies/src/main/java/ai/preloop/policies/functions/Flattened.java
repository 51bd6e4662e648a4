package ai.preloop.policies.functions;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code list.flatten(depth)}, one level unless said, which ends where too much would be made. */
final class Flattened implements PolicyFunction {

  private static final String NAME = "flatten";

  @Override
  public CelFunctionDecl declaration() {
    ListType list = ListType.create(SimpleType.DYN);
    return CelFunctionDecl.newFunctionDeclaration(
        NAME,
        CelOverloadDecl.newMemberOverload("list_flatten", list, list),
        CelOverloadDecl.newMemberOverload("list_flatten_int", list, list, SimpleType.INT));
  }

  @Override
  public Set<CelFunctionBinding> bindings() {
    return CelFunctionBinding.fromOverloads(
        NAME,
        CelFunctionBinding.from("list_flatten", List.class, list -> flat(list, 1L)),
        CelFunctionBinding.from("list_flatten_int", List.class, Long.class, Flattened::flat));
  }

  private static List<Object> flat(List<?> list, Long depth) {
    if (depth < 0) {
      throw new CelInvalidArgumentException(new IllegalArgumentException("a negative depth"));
    }
    List<Object> flat = new ArrayList<>();
    add(list, depth, flat);
    return flat;
  }

  private static void add(List<?> list, long depth, List<Object> to) {
    for (Object each : list) {
      if (depth > 0 && each instanceof List<?> inner) {
        add(inner, depth - 1, to);
      } else {
        TextBudget.spend(1);
        to.add(each);
      }
    }
  }
}
