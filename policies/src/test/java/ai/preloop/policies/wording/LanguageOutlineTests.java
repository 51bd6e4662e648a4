package ai.preloop.policies.wording;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.reading.PolicySchema;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LanguageOutlineTests {

  @Test
  void namesEveryKeyThatTheReaderTakes() {
    Set<String> keys = new TreeSet<>();
    collect(PolicySchema.get(), keys);

    assertThat(keys).hasSizeGreaterThan(60);
    assertThat(keys)
        .allSatisfy(key ->
            assertThat(LanguageOutline.ofPolicies()).containsPattern("(?m)^ *" + key + ": "));
  }

  @Test
  void saysWhatAKeyTakes() {
    assertThat(LanguageOutline.ofPolicies())
        .contains(
            "version: 1.0, required — The version of the language.",
            "    expression: string or null — When it matches; without one it matches every call.",
            "action: allow | deny | require_approval, default require_approval")
        .hasSizeLessThan(16_000);
  }

  @Test
  void tellsOfTheSameKeysOnce() {
    assertThat(LanguageOutline.ofPolicies())
        .containsPattern("(?m)^  tools: list of object, with the keys of tools\\[\\]")
        .containsOnlyOnce("overridable:");
  }

  @Test
  void testsHaveTheirOwn() {
    assertThat(LanguageOutline.ofTests()).contains("cases: list of object", "  expect: object");
  }

  private static void collect(Map<?, ?> schema, Set<String> keys) {
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((name, property) -> {
        keys.add(String.valueOf(name));
        collect((Map<?, ?>) property, keys);
      });
    }
    if (schema.get("items") instanceof Map<?, ?> items) {
      collect(items, keys);
    }
  }
}
