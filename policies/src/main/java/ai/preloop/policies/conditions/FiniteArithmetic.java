package ai.preloop.policies.conditions;

import ai.preloop.policies.functions.Finite;
import ai.preloop.policies.functions.ShortText;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.navigation.CelNavigableMutableAst;
import dev.cel.common.navigation.CelNavigableMutableExpr;
import java.util.List;
import java.util.Set;

/**
 * Guards every place where a double can stop being finite, or texts and lists can grow: CEL follows
 * IEEE 754 there, and an infinite amount would be above or below any limit; and it has no limit for
 * what a function makes.
 */
final class FiniteArithmetic {

  private static final Set<String> ARITHMETIC = Set.of("_+_", "_-_", "_*_", "_/_");

  /** They make nothing that could be large, or count what they make themselves. */
  private static final Set<String> SMALL =
      Set.of(
          "size",
          "contains",
          "startsWith",
          "endsWith",
          "matches",
          "type",
          "int",
          "uint",
          "bool",
          "flatten");

  /** What macros gather their results in: a list grows there by one thing for each step. */
  private static final Set<String> GATHERED = Set.of("@result", "__result__");

  private FiniteArithmetic() {}

  static CelAbstractSyntaxTree guarded(CelAbstractSyntaxTree parsed) {
    CelMutableAst ast = CelMutableAst.fromCelAst(parsed);
    List<CelMutableExpr> sources =
        CelNavigableMutableAst.fromAst(ast)
            .getRoot()
            .allNodes()
            .map(CelNavigableMutableExpr::expr)
            .filter(FiniteArithmetic::isSource)
            .toList();
    if (sources.isEmpty()) {
      return parsed;
    }
    long nextId = Integer.MAX_VALUE;
    for (CelMutableExpr source : sources) {
      if (source.getKind() == Kind.CALL) {
        shorten(source.call(), nextId++);
      }
      guard(source, nextId++);
    }
    return ast.toParsedAst();
  }

  private static boolean isSource(CelMutableExpr expr) {
    return switch (expr.getKind()) {
      case CALL -> makesSomething(expr.call());
      case CONSTANT ->
          expr.constant().getKind() == CelConstant.Kind.DOUBLE_VALUE
              && !Double.isFinite(expr.constant().doubleValue());
      default -> false;
    };
  }

  /** Other operators, and what macros call, begin with no letter. */
  private static boolean makesSomething(CelMutableCall call) {
    String name = call.function();
    return ARITHMETIC.contains(name)
        ? !gathers(call)
        : Character.isLetter(name.charAt(0)) && !SMALL.contains(name);
  }

  private static boolean gathers(CelMutableCall call) {
    CelMutableExpr first = call.args().getFirst();
    return first.getKind() == Kind.IDENT && GATHERED.contains(first.ident().name());
  }

  /** What is put in the place of every match: the last text among the arguments. */
  private static void shorten(CelMutableCall call, long id) {
    int last = regex(call) ? 2 : 1;
    if (call.function().equals("replace") && call.args().size() > last) {
      CelMutableCall checked = CelMutableCall.create(ShortText.NAME, call.args().get(last));
      call.setArg(last, CelMutableExpr.ofCall(id, checked));
    }
  }

  private static boolean regex(CelMutableCall call) {
    return call.target()
        .filter(target -> target.getKind() == Kind.IDENT)
        .filter(target -> target.ident().name().endsWith("regex"))
        .isPresent();
  }

  /** What was there keeps its id, by which a defect is found in the source. */
  private static void guard(CelMutableExpr expr, long id) {
    CelMutableExpr inner =
        switch (expr.getKind()) {
          case CALL -> CelMutableExpr.ofCall(expr.id(), expr.call());
          default -> CelMutableExpr.ofConstant(expr.id(), expr.constant());
        };
    expr.setCall(CelMutableCall.create(Finite.NAME, inner));
    expr.setId(id);
  }
}
