package ai.preloop.policies.verdicts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a call is judged as it is: the verdict, and each rule that was tried with what it read. */
public record Explanation(Verdict verdict, List<Tried> tried) {

  public Explanation {
    tried = List.copyOf(tried);
  }

  /** A rule that was tried. */
  public record Tried(Step step, List<Value> values) {

    public Tried {
      values = List.copyOf(values);
    }
  }

  /** What was read, as JSON without secrets; null where there was nothing to read. */
  public record Value(String path, @Nullable String json) {}
}
