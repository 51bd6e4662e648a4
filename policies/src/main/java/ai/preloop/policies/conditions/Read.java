package ai.preloop.policies.conditions;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an expression reads: a variable, or a field of one. No fields are the variable as a whole.
 */
public record Read(Variable variable, List<String> fields) {

  public Read {
    fields = List.copyOf(fields);
  }

  /** What is there for a call; nothing where a field is missing on the way. */
  public Optional<Object> in(Facts facts) {
    Object value = facts.value(variable);
    for (String field : fields) {
      if (!(value instanceof Map<?, ?> members) || members.get(field) == null) {
        return Optional.empty();
      }
      value = members.get(field);
    }
    return Optional.of(value);
  }

  /** The last name of the path, by which a secret is known for one. */
  public String name() {
    return fields.isEmpty() ? variable.symbol() : fields.getLast();
  }

  @Override
  public String toString() {
    return fields.isEmpty()
        ? variable.symbol()
        : variable.symbol() + "." + String.join(".", fields);
  }
}
