package ai.preloop.policies.verdicts;

import java.util.List;

/** What a policy says of a recorded call, and how it comes about. */
public record Retold(Replay replay, List<Explanation.Tried> tried) {

  public Retold {
    tried = List.copyOf(tried);
  }
}
