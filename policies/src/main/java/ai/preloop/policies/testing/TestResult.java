package ai.preloop.policies.testing;

import java.util.List;

/** What came of a case; it holds when nothing differs from what was expected. */
public record TestResult(TestCase test, Answer answer, List<String> differences) {

  public TestResult {
    differences = List.copyOf(differences);
  }

  public boolean holds() {
    return differences.isEmpty();
  }
}
