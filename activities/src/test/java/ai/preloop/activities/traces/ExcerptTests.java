package ai.preloop.activities.traces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcerptTests {

  private static final String TOKEN = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5";

  /** The token begins before the end of the preview, at it, and behind it, up to where all ends. */
  @ParameterizedTest
  @ValueSource(ints = {0, 40, 85, 95, 99, 100, 101, 160, 1_180, 1_200, 1_215, 1_219, 1_223, 1_224})
  void showsNoPieceOfASecretWhereverItIsCut(int before) {
    Excerpt excerpt = new Excerpt(100);
    for (char c : ("- ".repeat(before).substring(0, before) + TOKEN + " end").toCharArray()) {
      excerpt.text("a", String.valueOf(c));
    }

    String preview = excerpt.preview();

    assertThat(preview).doesNotContain(TOKEN.substring(4, 8));
    assertThat(preview.length()).isLessThanOrEqualTo(101);
  }

  /** What stands for secrets is shorter than they are, so the end of what was kept moves up. */
  @Test
  void showsNoBeginningOfASecretThatWasCutWhereNothingTellsIt() {
    Excerpt excerpt = new Excerpt(512);
    String first = "password=" + "p".repeat(1_990) + " ";
    excerpt.text("a", first + "token=" + "s".repeat(4_000));

    assertThat(excerpt.preview()).doesNotContain("sss").doesNotContain("ppp");
  }

  @Test
  void showsWhatIsShortAsItIs() {
    Excerpt excerpt = new Excerpt(20);
    excerpt.text("a", "short");

    assertThat(excerpt.preview()).isEqualTo("short");
  }

  @Test
  void cutsWhatIsLongAndSaysSo() {
    Excerpt excerpt = new Excerpt(20);
    excerpt.text("a", "0123456789012345678😀tail");

    assertThat(excerpt.preview()).isEqualTo("0123456789012345678…");
  }

  @Test
  void keepsTextThatNoDatabaseTakes() {
    Excerpt excerpt = new Excerpt(20);
    excerpt.text("a", "a\u0000b\uD83D");

    assertThat(excerpt.preview()).isEqualTo("a\uFFFDb\uFFFD");
  }

  @Test
  void redactsArgumentsThatWereCut() {
    Excerpt excerpt = new Excerpt(512);
    excerpt.call("c", "login");
    excerpt.text("c", "{\"password\":\"hunter2\",\"x\":\"" + "y".repeat(10_000));

    assertThat(excerpt.preview()).startsWith("login({\"password\":\"[redacted]\"").endsWith("…");
  }

  @Test
  void keepsNoMoreCallsWithoutANameThanItHasRoomFor() {
    Excerpt excerpt = new Excerpt(20);
    for (int i = 0; i < 5_000; i++) {
      excerpt.call("call " + i, "");
    }
    excerpt.text("call 0", "later");

    assertThat(excerpt.preview()).doesNotContain("later").endsWith("…");
  }
}
