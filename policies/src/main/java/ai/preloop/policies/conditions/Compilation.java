package ai.preloop.policies.conditions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What compiling an expression gave: a condition when no defect is an error, and the defects. */
public record Compilation(@Nullable Condition condition, List<Defect> defects) {

  public Compilation {
    defects = List.copyOf(defects);
  }
}
