package ai.preloop.policies.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.syntax.Finding;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The owner is known after the first half; the second can be done for as many as there are. */
class WrittenPolicyTests {

  private static final String SOURCE =
      """
      version: "1.0"
      metadata: { name: "${TEAM}" }
      tools: [ { name: pay, source: bank, oops: 1 } ]
      """;

  @Test
  void knowsItsOwnerBeforeItIsChecked() {
    assertThat(written(SOURCE).owner()).isEqualTo("Ops");
    assertThat(written("version: 1").owner()).isEmpty();
    assertThat(written("[").owner()).isEmpty();
  }

  @Test
  void isCheckedInSeveralSurroundingsWithoutOneKnowingOfTheOther() {
    var written = written(SOURCE);

    var offline = written.in(SurroundingsFixtures.OFFLINE);
    var account = written.in(SurroundingsFixtures.ACCOUNT);

    assertThat(offline.findings())
        .extracting(Finding::code)
        .containsExactlyInAnyOrder("key.unknown", "server.unknown");
    assertThat(account.findings()).extracting(Finding::code).containsExactly("key.unknown");
    assertThat(written.in(SurroundingsFixtures.OFFLINE)).isEqualTo(offline);
  }

  @Test
  void whatCannotBeReadSaysSoWhereverItIsChecked() {
    assertThat(written("[").in(SurroundingsFixtures.ACCOUNT).findings())
        .extracting(Finding::code)
        .containsExactly("document.syntax");
  }

  private static WrittenPolicy written(String source) {
    return new PolicyReader()
        .written(source.getBytes(StandardCharsets.UTF_8), Map.of("TEAM", "Ops"));
  }
}
