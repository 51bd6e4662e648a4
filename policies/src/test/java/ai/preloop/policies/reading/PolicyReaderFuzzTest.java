package ai.preloop.policies.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Findings;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever is given to the reader, it answers: a document or an error, bounded and in order. */
class PolicyReaderFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void answersWhateverItIsGiven(byte[] source) {
    var reading = new PolicyReader().read(source, SurroundingsFixtures.ACCOUNT);

    assertThat(reading.valid()).isEqualTo(reading.findings().stream().noneMatch(Finding::isError));
    assertThat(reading.findings()).hasSizeLessThanOrEqualTo(Findings.LIMIT + 1);
    assertThat(reading.findings()).allSatisfy(PolicyReaderFuzzTest::saysSomethingSomewhere);
    var document = reading.document();
    if (document != null) {
      assertThat(document.owner()).isNotBlank();
      assertThat(Unsupported.in(document)).allMatch(Finding::isError);
    }
  }

  private static void saysSomethingSomewhere(Finding finding) {
    assertThat(finding.code()).isNotBlank();
    assertThat(finding.path()).startsWith("$");
    assertThat(finding.message()).isNotBlank();
  }
}
