package ai.preloop.policies.conditions;

import dev.cel.common.ast.CelExpr;
import java.util.List;

/**
 * Everything about an expression that its check depends on: all of it but the values of its
 * literals, of which only the types matter.
 */
final class Shape {

  private final StringBuilder text = new StringBuilder(256);

  private Shape() {}

  /** Equal for expressions that are checked alike, down to the ids of their parts. */
  static String of(CelExpr expr) {
    var shape = new Shape();
    shape.add(expr);
    return shape.text.toString();
  }

  private void add(CelExpr expr) {
    begin(expr.id(), expr.getKind().name());
    switch (expr.getKind()) {
      case CONSTANT -> name(expr.constant().getKind().name());
      case IDENT -> name(expr.ident().name());
      case SELECT -> {
        name(expr.select().field());
        text.append(expr.select().testOnly());
        add(expr.select().operand());
      }
      case CALL -> {
        name(expr.call().function());
        expr.call().target().ifPresent(this::add);
        text.append('/');
        all(expr.call().args());
      }
      case LIST -> {
        text.append(expr.list().optionalIndices());
        all(expr.list().elements());
      }
      case MAP -> expr.map().entries().forEach(this::entry);
      case STRUCT -> {
        name(expr.struct().messageName());
        expr.struct().entries().forEach(this::entry);
      }
      case COMPREHENSION -> loop(expr.comprehension());
      case NOT_SET -> {}
    }
    text.append(')');
  }

  private void entry(CelExpr.CelMap.Entry entry) {
    begin(entry.id(), entry.optionalEntry() ? "?" : "");
    add(entry.key());
    add(entry.value());
    text.append(')');
  }

  private void entry(CelExpr.CelStruct.Entry entry) {
    begin(entry.id(), entry.optionalEntry() ? "?" : "");
    name(entry.fieldKey());
    add(entry.value());
    text.append(')');
  }

  private void loop(CelExpr.CelComprehension loop) {
    List.of(loop.iterVar(), loop.iterVar2(), loop.accuVar()).forEach(this::name);
    all(
        List.of(
            loop.iterRange(),
            loop.accuInit(),
            loop.loopCondition(),
            loop.loopStep(),
            loop.result()));
  }

  private void all(List<CelExpr> parts) {
    parts.forEach(this::add);
  }

  private void begin(long id, String kind) {
    text.append('(').append(id).append(kind);
  }

  /** Any text may be a field's name, so it says where it ends before it begins. */
  private void name(String name) {
    text.append(' ').append(name.length()).append(':').append(name);
  }
}
