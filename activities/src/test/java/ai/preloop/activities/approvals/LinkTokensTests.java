package ai.preloop.activities.approvals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.json.JsonSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of links are found however JSON writes them, and nothing else is. */
class LinkTokensTests {

  private static final String RANDOM = "A-_z09AbCdEfGhIjKlMnOpQrStUvWxYz0123456789a";
  private static final String TOKEN = "prlink_" + RANDOM;

  @Test
  void takesATokenOutOfATextAndLeavesTheRest() {
    assertThat(cleared("{\"a\":\"see https://x/?token=" + TOKEN + " é\"}"))
        .isEqualTo("{\"a\":\"see https://x/?token=[redacted] é\"}");
  }

  @Test
  void takesOutEachOfSeveralAndSaysWhichTheyAre() {
    String other = TOKEN.replace("A-_z", "B-_z");
    LinkTokens found = LinkTokens.in(slice("[\"" + TOKEN + "\",1,\"" + other + TOKEN + "\"]"));

    assertThat(found.cleared()).hasToString("[\"[redacted]\",1,\"[redacted][redacted]\"]");
    assertThat(found.tokens()).containsExactly(TOKEN, other);
  }

  @Test
  void findsATokenWithinWhatLooksLikeOne() {
    LinkTokens found = LinkTokens.in(slice("\"prlink_" + TOKEN + "\""));

    assertThat(found.tokens()).contains(TOKEN);
    assertThat(found.cleared()).hasToString("\"[redacted]\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\u0070rlink_", "prlin\\u006b_", "\\u0070\\u0072\\u006C\\u0069nk\\u005f"})
  void findsATokenWhoseLettersAreEscaped(String prefix) {
    String json = "{\"a\":\"" + prefix + RANDOM.replace("z", "\\u007A") + "\"}";

    assertThat(LinkTokens.mayBeIn(slice(json))).isTrue();
    assertThat(LinkTokens.in(slice(json)).tokens()).containsExactly(TOKEN);
    assertThat(cleared(json)).isEqualTo("{\"a\":\"[redacted]\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"prlink_short\"}",
        "{\"a\":\"prlink_A-_z09AbCdEfGhIjKlMnOpQrStUvWxYz012345678.a\"}",
        "{\"a\":\"\\\\u0070rlink_A-_z09AbCdEfGhIjKlMnOpQrStUvWxYz0123456789a\"}",
        "{\"a\":\"plink and prl and \\u003c\"}",
        "\"\\u00",
        "\"\\u0070",
        "p"
      })
  void findsNothingWhereThereIsNone(String json) {
    assertThat(LinkTokens.in(slice(json)).tokens()).isEmpty();
    assertThat(cleared(json)).isEqualTo(json);
  }

  @Test
  void looksNoFurtherIntoWhatHasNoSuchLetters() {
    assertThat(LinkTokens.mayBeIn(slice("{\"a\":\"prlink and \\n and link_\"}"))).isFalse();
    assertThat(LinkTokens.mayBeIn(slice("{\"a\":\"x" + TOKEN))).isTrue();
    assertThat(LinkTokens.mayBeIn(slice("prlink_"))).isTrue();
    assertThat(LinkTokens.mayBeIn(slice("\"\\u00"))).isTrue();
    assertThat(LinkTokens.mayBeIn(slice(""))).isFalse();
  }

  @Test
  void findsOneWhereverItLiesInALongText() {
    for (int before = (1 << 16) - 60; before < (1 << 16) + 10; before++) {
      JsonSlice json = slice("x".repeat(before) + TOKEN + "\"");
      assertThat(LinkTokens.mayBeIn(json)).as("after %d", before).isTrue();
      assertThat(LinkTokens.in(json).tokens()).containsExactly(TOKEN);
    }
  }

  @Test
  void looksAtNothingBesideItsValue() {
    byte[] bytes = ("[" + "\"" + TOKEN + "\",1]").getBytes(UTF_8);
    JsonSlice one = new JsonSlice(bytes, bytes.length - 2, bytes.length - 1);

    assertThat(LinkTokens.mayBeIn(one)).isFalse();
    assertThat(LinkTokens.in(one).cleared()).hasToString("1");
  }

  private static String cleared(String json) {
    return LinkTokens.in(slice(json)).cleared().toString();
  }

  private static JsonSlice slice(String json) {
    return JsonSlice.of(json.getBytes(UTF_8));
  }
}
