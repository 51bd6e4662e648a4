package ai.preloop.policies.conditions;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A compiled condition: immutable, thread-safe, and free of clocks and I/O. */
public final class Condition {

  private final String expression;
  private final Set<Variable> variables;
  private final List<Read> reads;
  private final Test test;

  Condition(String expression, List<Read> reads, Test test) {
    this.expression = expression;
    this.reads = List.copyOf(reads);
    this.variables = reads.stream().map(Read::variable).collect(Collectors.toUnmodifiableSet());
    this.test = test;
  }

  /** Never throws for what a caller sent; what {@code facts} throws otherwise comes through. */
  public Outcome evaluate(Facts facts) {
    Map<Variable, Object> values = new EnumMap<>(Variable.class);
    try {
      for (Variable variable : variables) {
        values.put(variable, facts.value(variable));
      }
    } catch (EvaluationException e) {
      return facts.missedSomething() ? Outcome.UNKNOWN : new Outcome.Failed(e.reason());
    }
    Outcome outcome = test.of(values);
    return facts.missedSomething() && outcome instanceof Outcome.Failed ? Outcome.UNKNOWN : outcome;
  }

  Outcome evaluateWith(Map<Variable, Object> values) {
    return test.of(values);
  }

  boolean isConstant() {
    return variables.isEmpty();
  }

  /** The source. */
  public String expression() {
    return expression;
  }

  public boolean readsArguments() {
    return variables.contains(Variable.ARGS);
  }

  /** What it looks at, each once, in the order of the expression. */
  public List<Read> reads() {
    return reads;
  }

  /** The part that differs between the languages. */
  @FunctionalInterface
  interface Test {
    Outcome of(Map<Variable, Object> values);
  }
}
