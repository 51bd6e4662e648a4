package ai.preloop.policies.conditions;

import dev.cel.common.ast.CelExpr;
import java.util.Set;
import java.util.stream.Stream;

/** Whether an expression may come out the same for every call: most read a variable, and cannot. */
final class Provable {

  private static final Set<String> LOGICAL = Set.of("_&&_", "_||_");
  private static final String CHOICE = "_?_:_";

  private Provable() {}

  /** Whether it can have a value where no variable has one. */
  static boolean mayBe(CelExpr expr) {
    return switch (expr.getKind()) {
      case IDENT -> Variable.named(expr.ident().name()) == null;
      case SELECT -> mayBe(expr.select().operand());
      case CALL -> call(expr.call());
      case LIST -> expr.list().elements().stream().allMatch(Provable::mayBe);
      case MAP ->
          expr.map().entries().stream()
              .flatMap(entry -> Stream.of(entry.key(), entry.value()))
              .allMatch(Provable::mayBe);
      case COMPREHENSION -> mayBe(expr.comprehension().iterRange());
      case NOT_SET, CONSTANT, STRUCT -> true;
    };
  }

  /** The logical operators have a value where one side has none, and a choice where one branch. */
  private static boolean call(CelExpr.CelCall call) {
    if (LOGICAL.contains(call.function())) {
      return call.args().stream().anyMatch(Provable::mayBe);
    }
    return call.function().equals(CHOICE)
        ? mayBe(call.args().getFirst())
        : Stream.concat(call.target().stream(), call.args().stream()).allMatch(Provable::mayBe);
  }
}
