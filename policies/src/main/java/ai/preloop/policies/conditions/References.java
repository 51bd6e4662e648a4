package ai.preloop.policies.conditions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What an expression reads. */
final class References {

  private References() {}

  static List<Read> of(CelAbstractSyntaxTree ast) {
    return nodes(ast, Kind.IDENT).flatMap(node -> read(node).stream()).distinct().toList();
  }

  private static Optional<Read> read(CelNavigableExpr node) {
    return Optional.ofNullable(Variable.named(node.expr().ident().name()))
        .map(variable -> new Read(variable, fields(node)));
  }

  private static List<String> fields(CelNavigableExpr variable) {
    List<String> fields = new ArrayList<>();
    Optional<CelNavigableExpr> above = variable.parent();
    String field = above.map(CelNavigableExpr::expr).map(References::fieldName).orElse("");
    while (!field.isEmpty()) {
      fields.add(field);
      above = above.flatMap(CelNavigableExpr::parent);
      field = above.map(CelNavigableExpr::expr).map(References::fieldName).orElse("");
    }
    return fields;
  }

  static Stream<CelNavigableExpr> nodes(CelAbstractSyntaxTree ast, Kind kind) {
    return CelNavigableAst.fromAst(ast).getRoot().allNodes().filter(n -> n.getKind() == kind);
  }

  /** The field that {@code x.field} or {@code x['field']} reads, or "" where it is no such. */
  static String fieldName(CelExpr expr) {
    return switch (expr.getKind()) {
      case SELECT -> expr.select().field();
      case CALL -> indexed(expr.call());
      default -> "";
    };
  }

  private static String indexed(CelExpr.CelCall call) {
    List<CelExpr> operands = call.args();
    boolean selects = Set.of("_[_]", "_[?_]", "_?._").contains(call.function());
    if (selects && operands.get(1).getKind() == Kind.CONSTANT) {
      CelConstant key = operands.get(1).constant();
      return key.getKind() == CelConstant.Kind.STRING_VALUE ? key.stringValue() : "";
    }
    return "";
  }
}
