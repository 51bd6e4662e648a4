package ai.preloop.policies.conditions;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a call is for: a tool, a resource or a prompt (MCP calls them a server's primitives), or a
 * model. Each has a section of a document, and a variable of its own in conditions.
 */
public enum Primitive {
  TOOL(Variable.TOOL),
  RESOURCE(Variable.RESOURCE),
  PROMPT(Variable.PROMPT),
  MODEL(Variable.MODEL);

  private final Variable variable;

  Primitive(Variable variable) {
    this.variable = variable;
  }

  /** The section of a document that has its entries. */
  public String section() {
    return word() + "s";
  }

  /** As a person calls it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The variable that says which one it is. */
  public Variable variable() {
    return variable;
  }

  /** All that a condition of its rules can speak about. */
  Set<Variable> variables() {
    return Stream.of(Variable.values())
        .filter(each -> speaksOf(each) || Stream.of(values()).noneMatch(of -> of.speaksOf(each)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean speaksOf(Variable asked) {
    return asked == variable || sent().contains(asked);
  }

  /** What says of a call what is in it. */
  private Set<Variable> sent() {
    return this == MODEL
        ? Set.of(Variable.REQUEST, Variable.COST)
        : Set.of(Variable.ARGS, Variable.JUSTIFICATION);
  }

  /** Whether the name is the variable of one of the others. */
  boolean isNameOfAnother(String symbol) {
    return Stream.of(values())
        .anyMatch(each -> each != this && each.variable.symbol().equals(symbol));
  }
}
