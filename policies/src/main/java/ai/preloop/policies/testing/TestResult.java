package ai.preloop.policies.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of a case; it holds when nothing differs from what was expected. */
public record TestResult(TestCase test, Answer answer, List<String> differences) {

  public TestResult {
    differences = List.copyOf(differences);
  }

  /** As it is told to programs: what came, and what was expected. */
  public Map<String, Object> named() {
    var named = new LinkedHashMap<String, Object>();
    named.put("name", test.name());
    named.put("ok", holds());
    named.putAll(answer.named());
    named.put("expected", test.expected().named());
    return named;
  }

  public boolean holds() {
    return differences.isEmpty();
  }
}
