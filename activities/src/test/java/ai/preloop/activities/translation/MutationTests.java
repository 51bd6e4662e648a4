package ai.preloop.activities.translation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.preloop.policies.problems.ProblemException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever bytes come, they are translated or refused with a sentence. */
class MutationTests {

  private static final int ROUNDS = 150;
  private static final String[] WORDS = {
    "null",
    "{}",
    "[]",
    "\"\"",
    "-1",
    "1e999999999",
    "true",
    "\"type\"",
    "\\ud83d",
    "\"\\ud83d\"",
    "\"text\":",
    "[[",
    "99999999999999999999",
    "\u0000",
    "data:",
    "\n\n"
  };

  @Test
  void anythingIsTranslatedOrRefused() {
    Random random = new Random(42);
    for (GoldenCase golden : GoldenCase.all().toList()) {
      for (int i = 0; i < ROUNDS; i++) {
        mutated(golden, "request.json", random);
        mutated(golden, "answer.json", random);
        mutated(golden, "stream.txt", random);
      }
    }
  }

  @Test
  void theSameBytesBecomeTheSameBytes() {
    List<GoldenCase> cases = GoldenCase.all().filter(c -> c.has("request.json")).toList();
    assertThat(cases).isNotEmpty();
    for (GoldenCase golden : cases) {
      byte[] request = golden.bytes("request.json");
      assertThat(golden.translation().request(request, "m", true))
          .isEqualTo(golden.translation().request(request, "m", true));
    }
  }

  private static void mutated(GoldenCase golden, String file, Random random) {
    if (!golden.has(file)) {
      return;
    }
    byte[] bytes = mutate(golden.bytes(file), random);
    try {
      translate(golden, file, bytes);
    } catch (ProblemException refused) {
      assertThat(refused.detail()).isNotBlank();
    } catch (RuntimeException e) {
      fail(golden.name() + " " + file + ": " + new String(bytes, UTF_8), e);
    }
  }

  private static void translate(GoldenCase golden, String file, byte[] bytes) {
    Translation translation = golden.translation();
    switch (file) {
      case "request.json" -> translation.request(bytes, golden.model(), random(bytes));
      case "answer.json" -> {
        translation.answer(bytes, "m");
      }
      default -> {
        StreamTranslation stream = translation.stream("m");
        stream.feed(bytes, 0, bytes.length, out -> {});
        stream.end(out -> {});
      }
    }
    translation.error(400 + bytes.length % 200, bytes);
  }

  private static boolean random(byte[] bytes) {
    return bytes.length % 2 == 0;
  }

  /** A value is replaced, a piece removed or doubled, or bytes are changed. */
  private static byte[] mutate(byte[] original, Random random) {
    String text = new String(original, UTF_8);
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(12));
      String word = WORDS[random.nextInt(WORDS.length)];
      text =
          switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at) + text.substring(to);
            case 1 -> text.substring(0, at) + word + text.substring(to);
            case 2 -> value(text, at, word);
            default -> text.substring(0, to) + text.substring(at);
          };
    }
    return text.getBytes(UTF_8);
  }

  /** The next member's value replaced, which keeps it JSON. */
  private static String value(String text, int at, String word) {
    int colon = text.indexOf(':', at);
    if (colon < 0) {
      return text;
    }
    int end = colon + 1;
    while (end < text.length() && ",}]\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(0, colon + 1) + word + text.substring(end);
  }
}
