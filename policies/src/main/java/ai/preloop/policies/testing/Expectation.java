package ai.preloop.policies.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of a verdict; what is null is not checked. {@code rule} is a rule's number or
 * its description.
 */
public record Expectation(
    @Nullable String verdict,
    @Nullable String workflow,
    @Nullable Object rule,
    @Nullable String message,
    @Nullable Boolean error) {

  boolean isEmpty() {
    return named().isEmpty();
  }

  /** What is checked, as the file names it. */
  public Map<String, Object> named() {
    var named = new LinkedHashMap<String, Object>();
    put(named, "verdict", verdict);
    put(named, "workflow", workflow);
    put(named, "rule", rule);
    put(named, "message", message);
    put(named, "error", error);
    return named;
  }

  /** What came otherwise than expected, one sentence each. */
  List<String> differences(Answer answer) {
    var differences = new ArrayList<String>();
    named()
        .forEach((key, wanted) -> {
          if (!holds(key, wanted, answer)) {
            differences.add(
                "expected %s %s, but it is %s"
                    .formatted(key, wanted, shown(answer.named().get(key))));
          }
        });
    return differences;
  }

  private static boolean holds(String key, Object wanted, Answer answer) {
    return switch (key) {
      case "rule" -> answer.isBy(wanted);
      case "workflow" -> answer.workflows().contains(wanted);
      case String _ -> wanted.equals(answer.named().get(key));
    };
  }

  private static Object shown(@Nullable Object came) {
    return came == null ? "none" : came;
  }

  private static void put(Map<String, Object> named, String key, @Nullable Object value) {
    if (value != null) {
      named.put(key, value);
    }
  }
}
