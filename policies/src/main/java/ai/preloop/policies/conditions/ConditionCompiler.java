package ai.preloop.policies.conditions;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the source of a condition into something that can be evaluated. */
public final class ConditionCompiler {

  /** {@code inputSchema} is the tool's JSON Schema as maps and lists; null when it is not known. */
  public Compilation compile(
      String expression, Language language, @Nullable Map<String, Object> inputSchema) {
    return new Compilation(null, List.of());
  }
}
