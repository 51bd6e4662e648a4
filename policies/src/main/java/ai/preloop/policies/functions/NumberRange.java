package ai.preloop.policies.functions;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.exceptions.CelIterationLimitExceededException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** {@code lists.range(n)}, no longer than a comprehension may be: n may come from an agent. */
final class NumberRange implements PolicyFunction {

  private static final int LONGEST = 10_000;

  @Override
  public CelFunctionDecl declaration() {
    return CelFunctionDecl.newFunctionDeclaration(
        "lists.range",
        CelOverloadDecl.newGlobalOverload(
            "lists_range", ListType.create(SimpleType.INT), SimpleType.INT));
  }

  @Override
  public Set<CelFunctionBinding> bindings() {
    return CelFunctionBinding.fromOverloads(
        "lists.range", CelFunctionBinding.from("lists_range", Long.class, NumberRange::upTo));
  }

  private static List<Long> upTo(Long end) {
    if (end > LONGEST) {
      throw new CelIterationLimitExceededException(LONGEST);
    }
    return LongStream.range(0, end).boxed().toList();
  }
}
