package ai.preloop.policies.conditions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which variables an expression reads, and which arguments. */
final class References {

  private References() {}

  static Condition.Reads of(CelAbstractSyntaxTree ast) {
    Set<Variable> variables = new HashSet<>();
    Set<String> arguments = new HashSet<>();
    nodes(ast, Kind.IDENT)
        .forEach(node -> {
          Variable variable = Variable.named(node.expr().ident().name());
          if (variable != null) {
            variables.add(variable);
          }
          if (variable == Variable.ARGS) {
            arguments.add(fieldRead(node));
          }
        });
    return new Condition.Reads(variables, arguments);
  }

  static Stream<CelNavigableExpr> nodes(CelAbstractSyntaxTree ast, Kind kind) {
    return CelNavigableAst.fromAst(ast).getRoot().allNodes().filter(n -> n.getKind() == kind);
  }

  private static String fieldRead(CelNavigableExpr args) {
    return args.parent()
        .map(CelNavigableExpr::expr)
        .map(References::fieldName)
        .orElse(Condition.WHOLE);
  }

  /** The field that {@code x.field} or {@code x['field']} reads, else the whole. */
  static String fieldName(CelExpr expr) {
    return switch (expr.getKind()) {
      case SELECT -> expr.select().field();
      case CALL -> indexed(expr.call());
      default -> Condition.WHOLE;
    };
  }

  private static String indexed(CelExpr.CelCall call) {
    List<CelExpr> operands = call.args();
    boolean selects = Set.of("_[_]", "_[?_]", "_?._").contains(call.function());
    if (selects && operands.get(1).getKind() == Kind.CONSTANT) {
      CelConstant key = operands.get(1).constant();
      return key.getKind() == CelConstant.Kind.STRING_VALUE ? key.stringValue() : Condition.WHOLE;
    }
    return Condition.WHOLE;
  }
}
