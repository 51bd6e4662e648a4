package ai.preloop.policies.conditions;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a call is for: a tool, a resource or a prompt (MCP calls them a server's primitives). Each
 * has a section of a document, and a variable of its own in conditions.
 */
public enum Primitive {
  TOOL(Variable.TOOL),
  RESOURCE(Variable.RESOURCE),
  PROMPT(Variable.PROMPT);

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
    Set<Variable> others =
        Stream.of(values())
            .map(Primitive::variable)
            .filter(each -> each != variable)
            .collect(Collectors.toSet());
    return Stream.of(Variable.values())
        .filter(each -> !others.contains(each))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the name is the variable of one of the others. */
  boolean isNameOfAnother(String symbol) {
    return Stream.of(values())
        .anyMatch(each -> each != this && each.variable.symbol().equals(symbol));
  }
}
