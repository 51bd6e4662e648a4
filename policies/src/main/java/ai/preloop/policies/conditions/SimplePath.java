package ai.preloop.policies.conditions;

import dev.cel.common.values.NullValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dotted path into the arguments. */
record SimplePath(List<String> names) {

  SimplePath {
    names = List.copyOf(names);
  }

  /** The value, or nothing when a step is missing or null on the way. */
  Optional<Object> in(Object args) {
    Object value = args;
    for (String name : names) {
      if (value instanceof NullValue) {
        return Optional.empty();
      }
      if (!(value instanceof Map<?, ?> members)) {
        throw new EvaluationException("a field of something that is not an object is read");
      }
      if (!members.containsKey(name)) {
        return Optional.empty();
      }
      value = members.get(name);
    }
    return Optional.ofNullable(value);
  }

  @Override
  public String toString() {
    return "args." + String.join(".", names);
  }
}
