package ai.preloop.policies.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Findings;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Whatever is given as a file of tests or as a call, there is an answer, and what is read runs. */
class TestReaderFuzzTest {

  private static final byte[] POLICY =
      """
      version: "1.0"
      metadata: { name: any }
      tools: [ { name: "*", conditions: [ { expression: args.x == 1, action: deny } ] } ]
      """
          .getBytes(StandardCharsets.UTF_8);

  @FuzzTest(maxDuration = "1m")
  void answersWhateverItIsGiven(byte[] source) {
    answered(TestReader.call(source, SampleCall.STANDARD_NOW));
    var read = TestReader.suite(source);
    answered(read);
    var suite = read.content();
    if (suite != null) {
      var outcome = TestRun.of(POLICY, Map.of(), suite);
      assertThat(outcome.ran() ? outcome.results().size() : suite.cases().size())
          .isEqualTo(suite.cases().size());
    }
  }

  private static void answered(TestReader.Read<?> read) {
    assertThat(read.content() != null)
        .isEqualTo(read.findings().stream().noneMatch(Finding::isError));
    assertThat(read.findings()).hasSizeLessThanOrEqualTo(Findings.LIMIT + 1);
  }
}
