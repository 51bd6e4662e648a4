package ai.preloop.policies.conditions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableComprehension;
import dev.cel.common.ast.CelMutableExpr.CelMutableMap;
import dev.cel.common.ast.CelMutableExpr.CelMutableSelect;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.Set;

/**
 * Lets the checker read objects of known shape in every way that a map can be read: {@code
 * args['x']} becomes {@code args.x}, and an object that is used whole becomes dynamic. Only what is
 * checked is rewritten; what runs is the expression as it was written.
 */
final class StructAccess {

  private static final Set<String> FIELD_READS = Set.of("_?._");

  private final Schema schema;
  private long nextId = Integer.MAX_VALUE;

  StructAccess(Schema schema) {
    this.schema = schema;
  }

  CelAbstractSyntaxTree rewrite(CelAbstractSyntaxTree parsed) {
    CelMutableAst ast = CelMutableAst.fromCelAst(parsed);
    return CelMutableAst.of(value(ast.expr()), ast.source()).toParsedAst();
  }

  /** An expression whose value is used as a whole. */
  private CelMutableExpr value(CelMutableExpr expr) {
    CelMutableExpr result = operand(expr);
    if (!(typeOf(result) instanceof StructType)) {
      return result;
    }
    return CelMutableExpr.ofCall(nextId++, CelMutableCall.create("dyn", result));
  }

  /** An expression of which a field is read. */
  private CelMutableExpr operand(CelMutableExpr expr) {
    switch (expr.getKind()) {
      case SELECT -> expr.select().setOperand(operand(expr.select().operand()));
      case CALL -> call(expr);
      case LIST -> {
        for (int i = 0; i < expr.list().elements().size(); i++) {
          expr.list().setElement(i, value(expr.list().elements().get(i)));
        }
      }
      case MAP -> expr.map().entries().forEach(this::entry);
      case COMPREHENSION -> comprehension(expr.comprehension());
      case NOT_SET, CONSTANT, IDENT, STRUCT -> {}
    }
    return expr;
  }

  private void call(CelMutableExpr expr) {
    CelMutableCall call = expr.call();
    boolean readsField = FIELD_READS.contains(call.function());
    call.target().ifPresent(target -> call.setTarget(value(target)));
    if (call.function().equals("_[_]") && isText(call.args().get(1))) {
      String field = call.args().get(1).constant().stringValue();
      expr.setSelect(CelMutableSelect.create(operand(call.args().get(0)), field));
      return;
    }
    for (int i = 0; i < call.args().size(); i++) {
      CelMutableExpr arg = call.args().get(i);
      call.setArg(i, readsField ? operand(arg) : value(arg));
    }
  }

  private void entry(CelMutableMap.Entry entry) {
    entry.setKey(value(entry.key()));
    entry.setValue(value(entry.value()));
  }

  private void comprehension(CelMutableComprehension loop) {
    loop.setIterRange(value(loop.iterRange()));
    loop.setAccuInit(value(loop.accuInit()));
    loop.setLoopCondition(value(loop.loopCondition()));
    loop.setLoopStep(value(loop.loopStep()));
    loop.setResult(value(loop.result()));
  }

  private static boolean isText(CelMutableExpr expr) {
    return expr.getKind() == Kind.CONSTANT
        && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE;
  }

  /** The type of a path from a variable, as far as it is known here; a presence test is none. */
  private CelType typeOf(CelMutableExpr expr) {
    return switch (expr.getKind()) {
      case IDENT -> variable(expr.ident().name());
      case SELECT ->
          !expr.select().testOnly() && typeOf(expr.select().operand()) instanceof StructType owner
              ? owner
                  .findField(expr.select().field())
                  .map(StructType.Field::type)
                  .orElse(SimpleType.DYN)
              : SimpleType.DYN;
      default -> SimpleType.DYN;
    };
  }

  private CelType variable(String name) {
    Variable variable = Variable.named(name);
    if (variable == null) {
      return SimpleType.DYN;
    }
    CelType known = VariableTypes.FIXED.get(variable);
    return known == null ? schema.type() : known;
  }
}
