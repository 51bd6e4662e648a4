package ai.preloop.policies.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.functions.PolicyFunction;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A function of ours that is broken makes no condition hold that would not hold without it. */
class FaultyFunctionTests {

  private static final List<RuntimeException> FAULTS =
      List.of(
          new IllegalStateException("broken"),
          new NullPointerException("broken"),
          new ClassCastException("broken"),
          new ArithmeticException("broken"),
          new IndexOutOfBoundsException("broken"),
          new NoSuchElementException("broken"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "broken(1)",
        "!broken(1)",
        "broken(args.x) || args.x == 2",
        "args.x == 1 && broken(1)",
        "[1, 2].exists(i, broken(i))",
        "[1, 2].all(i, !broken(i))",
        "broken(1) ? true : true",
        "broken(1) == broken(1)",
        "{'a': broken(1)}.a",
      })
  void neverMatches(String expression) {
    for (RuntimeException fault : FAULTS) {
      assertThat(matches(expression, fault)).as("%s after %s", expression, fault).isFalse();
    }
  }

  /** What comes through as an exception denies the call. */
  private static boolean matches(String expression, RuntimeException fault) {
    Compilation compilation =
        new ConditionCompiler(List.of(new Broken(fault))).compile(expression, Language.CEL, null);
    assertThat(compilation.defects()).filteredOn(Defect::error).isEmpty();
    try {
      return Objects.requireNonNull(compilation.condition())
          .evaluate(_ -> Map.of("x", 1L))
          .equals(Outcome.MATCHED);
    } catch (RuntimeException e) {
      return false;
    }
  }

  @SuppressWarnings("Immutable") // nobody changes the fault
  private record Broken(RuntimeException fault) implements PolicyFunction {

    @Override
    public CelFunctionDecl declaration() {
      return CelFunctionDecl.newFunctionDeclaration(
          "broken",
          CelOverloadDecl.newGlobalOverload("broken_int", SimpleType.BOOL, SimpleType.INT));
    }

    @Override
    public Set<CelFunctionBinding> bindings() {
      return CelFunctionBinding.fromOverloads(
          "broken",
          CelFunctionBinding.from(
              "broken_int",
              Long.class,
              _ -> {
                throw fault;
              }));
    }
  }
}
