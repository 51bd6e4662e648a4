package ai.preloop.activities.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ai.preloop.policies.problems.ProblemException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTests {

  private static final Labels SAID = new Labels("search", "research", "nightly", "7", "s-1");

  @Test
  void areKeptAsTheyAreSaidButForSpaceAroundThem() {
    assertThat(Labels.ofKey("  Süche ", "研究 agent", "x".repeat(200)))
        .isEqualTo(Labels.ofKey("Süche", "研究 agent", "x".repeat(200)));
    assertThat(SAID.named())
        .containsExactly(
            entry("team", "search"),
            entry("agent", "research"),
            entry("flow", "nightly"),
            entry("execution", "7"),
            entry("session", "s-1"));
    assertThat(Labels.NONE.named()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb", "a\0", "a\u202Eb", "a\u2028b", "\uD800", "a\u200Bb"})
  void refusesWhatCannotBeShown(String label) {
    assertThatThrownBy(() -> Labels.ofKey(null, label, null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("agent has 1 to 200 printable characters");
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThatThrownBy(() -> Labels.ofKey(null, null, "x".repeat(201)))
        .hasMessageContaining("flow has 1 to 200 printable characters");
  }

  @Test
  void takesWhatItDoesNotSayFromTheOuterOnes() {
    Labels outer = Labels.ofKey("search", "research", null);

    assertThat(new Labels(null, null, "nightly", "7", "s-1").within(outer)).isEqualTo(SAID);
    assertThat(SAID.within(outer)).isEqualTo(SAID);
    assertThat(Labels.NONE.within(outer)).isEqualTo(outer);
  }

  @Test
  void saysNothingElseThanTheOuterOnes() {
    assertThatThrownBy(() -> SAID.within(Labels.ofKey("sales", null, null)))
        .hasMessageContaining("its team is `sales`");
  }

  @Test
  void takesWhateverARequestClaims() {
    assertThat(Labels.claimed(" Mar\u00C3\u00ADa\t2 ", "x".repeat(199) + "\uD83D\uDE00"))
        .isEqualTo(
            new Labels(null, "Mar\u00C3\uFFFDa\uFFFD2", null, null, "x".repeat(199) + "\uFFFD"));
    assertThat(Labels.claimed("", " \t")).isEqualTo(Labels.NONE);
  }

  @Test
  void goBeforeWhatARequestClaims() {
    assertThat(Labels.ofKey(null, "research", null).or(Labels.claimed("another", "s-1")))
        .isEqualTo(new Labels(null, "research", null, null, "s-1"));
  }

  @Test
  void areToldApartByTheirFingerprint() {
    assertThat(
            Set.of(
                SAID.fingerprint(),
                Labels.NONE.fingerprint(),
                Labels.ofKey("a", null, null).fingerprint(),
                Labels.ofKey(null, "a", null).fingerprint()))
        .hasSize(4);
    assertThat(SAID.fingerprint()).hasSize(64);
  }
}
