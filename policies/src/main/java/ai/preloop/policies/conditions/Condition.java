package ai.preloop.policies.conditions;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** A compiled condition: immutable, thread-safe, and free of clocks and I/O. */
public final class Condition {

  /** What {@link #arguments()} has when the condition reads the arguments as a whole. */
  public static final String WHOLE = "*";

  private final String expression;
  private final Reads reads;
  private final Test test;

  Condition(String expression, Reads reads, Test test) {
    this.expression = expression;
    this.reads = reads;
    this.test = test;
  }

  /** Never throws for what a caller sent; what {@code facts} throws otherwise comes through. */
  public Outcome evaluate(Facts facts) {
    Map<Variable, Object> values = new EnumMap<>(Variable.class);
    try {
      for (Variable variable : reads.variables()) {
        values.put(variable, facts.value(variable));
      }
    } catch (EvaluationException e) {
      return new Outcome.Failed(e.reason());
    }
    return test.of(values);
  }

  Outcome evaluateWith(Map<Variable, Object> values) {
    return test.of(values);
  }

  boolean isConstant() {
    return reads.variables().isEmpty();
  }

  /** The source. */
  public String expression() {
    return expression;
  }

  public boolean readsArguments() {
    return reads.variables().contains(Variable.ARGS);
  }

  /** The names of the arguments that are read, or {@link #WHOLE} among them. */
  public Set<String> arguments() {
    return reads.arguments();
  }

  /** What an expression looks at. */
  record Reads(Set<Variable> variables, Set<String> arguments) {

    Reads {
      variables = Set.copyOf(variables);
      arguments = Set.copyOf(arguments);
    }
  }

  /** The part that differs between the languages. */
  @FunctionalInterface
  interface Test {
    Outcome of(Map<Variable, Object> values);
  }
}
