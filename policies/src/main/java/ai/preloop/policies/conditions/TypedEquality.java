package ai.preloop.policies.conditions;

import ai.preloop.policies.functions.Kind;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Set;

/**
 * Checks {@code ==}, {@code !=} and {@code in} against the kinds that may be compared: to the
 * checker, any two types may, because numbers and null compare across types.
 */
final class TypedEquality {

  private static final Set<String> EQUALITIES = Set.of("_==_", "_!=_");

  private TypedEquality() {}

  /** {@code source} is that of the expression as it was written. */
  static List<Defect> defects(CelAbstractSyntaxTree ast, CelSource source) {
    return References.nodes(ast, ExprKind.Kind.CALL)
        .flatMap(node -> defect(node.expr(), ast, source).stream())
        .distinct()
        .toList();
  }

  private static List<Defect> defect(CelExpr expr, CelAbstractSyntaxTree ast, CelSource source) {
    List<CelExpr> operands = expr.call().args();
    if (EQUALITIES.contains(expr.call().function())) {
      return compare(expr, source, type(operands.get(0), ast), type(operands.get(1), ast));
    }
    if (expr.call().function().equals("@in")) {
      return compare(expr, source, type(operands.get(0), ast), element(type(operands.get(1), ast)));
    }
    return List.of();
  }

  private static List<Defect> compare(CelExpr expr, CelSource source, CelType left, CelType right) {
    Kind kind = Kind.of(left);
    Kind other = Kind.of(right);
    if (kind.comparesWith(other)) {
      return List.of();
    }
    return List.of(
        Defects.error(
            "condition.wrong_type",
            Defects.location(expr.id(), source),
            "%s cannot be compared with %s".formatted(kind.words(), other.words())));
  }

  private static CelType element(CelType container) {
    return switch (container) {
      case ListType list -> list.elemType();
      case MapType map -> map.keyType();
      default -> SimpleType.DYN;
    };
  }

  private static CelType type(CelExpr expr, CelAbstractSyntaxTree ast) {
    return ast.getType(expr.id()).orElse(SimpleType.DYN);
  }
}
