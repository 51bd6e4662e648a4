package ai.preloop.policies.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.conditions.Primitive;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file of tests may have, and what its writer is told of what it may not. */
class TestReaderTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cases: [ { name: a, tool: t, expect: { verdit: ask } } ] | key.unknown | $.cases[0].expect.verdit | Did you mean `verdict`?",
        "cases: [ { name: a, tool: t, expect: {} } ] | test.expects_nothing | $.cases[0].expect | Say what is expected",
        "cases: [] | test.none | $.cases | no case",
        "tools: [] | key.missing | $.cases | is missing",
        "cases: [ { tool: t, expect: { error: true } } ] | key.missing | $.cases[0].name | is missing",
        "cases: [ { name: a, expect: { error: true } } ] | key.missing | $.cases[0].tool | name one of them",
        "cases: [ { name: a, tool: t, prompt: p, expect: { error: true } } ] | key.conflict | $.cases[0].tool | name one of them",
        "cases: [ { name: a, resource: r, args: { x: 1 }, expect: { error: true } } ] | key.conflict | $.cases[0].args | resource has no `args`",
        "cases: [ { name: a, prompt: p, source: mcp, expect: { error: true } } ] | key.conflict | $.cases[0].source | prompt has no `source`",
        "cases: [ { name: a, tool: t, expect: { rule: 0 } } ] | value.range | $.cases[0].expect.rule | from 1",
        "cases: [ { name: a, tool: t, expect: { verdict: no } } ] | value.choice | $.cases[0].expect.verdict | none of allow, deny, ask",
        "cases: [ { name: a, tool: t, now: noon, expect: { error: true } } ] | value.time | $.cases[0].now | must be a time",
        "cases: [ { name: a, tool: t, args: [1], expect: { error: true } } ] | value.type | $.cases[0].args | a mapping of keys",
        "cases: [ { name: a, tool: t, args: { x: 1, x: 2 }, expect: { error: true } } ] | key.duplicate | $.cases[0].args.x | twice",
        "cases: [ { name: a, tool: t, expect: { error: true } }, { name: a, tool: t, expect: { error: true } } ] | name.duplicate | $.cases[1].name | here already",
      })
  void saysWhatIsWrongAndWhere(String file, String code, String path, String words) {
    var read = TestReader.suite(file.getBytes(StandardCharsets.UTF_8));

    assertThat(read.content()).isNull();
    assertThat(read.findings())
        .anySatisfy(finding -> {
          assertThat(finding.code()).isEqualTo(code);
          assertThat(finding.path()).isEqualTo(path);
          assertThat(finding.message()).contains(words);
          assertThat(finding.position().line()).isEqualTo(1);
        });
  }

  @Test
  void isForThePolicyBesideItUnlessItSaysOtherwise() {
    String cases = "cases: [ { name: a, tool: t, expect: { error: false } } ]\n";

    assertThat(policy(cases)).isEqualTo("policy.yaml");
    assertThat(policy("policy: other.yaml\n" + cases)).isEqualTo("other.yaml");
  }

  @Test
  void readsACallByItself() {
    var read =
        TestReader.call(
            "{\"tool\":\"bash\",\"server\":\"shell\",\"args\":{\"n\":1,\"x\":null}}"
                .getBytes(StandardCharsets.UTF_8),
            SampleCall.STANDARD_NOW);

    var call = Objects.requireNonNull(read.content());
    assertThat(call.target())
        .isEqualTo(new SampleCall.Target(Primitive.TOOL, "shell", "bash", "mcp", ""));
    assertThat(call.arguments()).asString().isEqualTo("{\"n\":1,\"x\":null}");
    assertThat(call.now()).isEqualTo(SampleCall.STANDARD_NOW);
  }

  @Test
  void takesNoExpectationForACallByItself() {
    assertThat(
            TestReader.call(
                    "{\"tool\":\"t\",\"expect\":{}}".getBytes(StandardCharsets.UTF_8),
                    SampleCall.STANDARD_NOW)
                .content())
        .isNull();
  }

  private static String policy(String file) {
    return Objects.requireNonNull(TestReader.suite(file.getBytes(StandardCharsets.UTF_8)).content())
        .policy();
  }
}
