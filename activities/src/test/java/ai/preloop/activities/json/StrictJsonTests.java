package ai.preloop.activities.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.preloop.activities.json.MalformedMessage.Kind;
import ai.preloop.activities.json.StrictJson.Limits;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StrictJsonTests {

  private static final JsonMapper JACKSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " [ ] ",
        "\"\"",
        "0",
        "-0.0e+12",
        "123456789012345678901234567890",
        "true",
        "null",
        "{\"a\":[1,2,{\"b\":null}],\"\":\"\\u0000\\ud83d\\ude00\\/\"}",
        "\"\u00e9\u20ac\ud83d\ude00\"",
        "{\"a\":{\"x\":1},\"b\":{\"x\":1}}",
        "\t{\r\n\"a\" : 1 , \"b\" : 2 }\n"
      })
  void takesWhatIsJson(String json) {
    assertThat(read(json)).hasToString(json.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "[1 2]",
        "{} {}",
        "{}x",
        "{}\u0000",
        "nul",
        "nulll",
        "True",
        "NaN",
        "Infinity",
        "-Infinity",
        "-",
        "+1",
        "01",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x10",
        "1_000",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\t\"",
        "\"\n\"",
        "// c\n1",
        "/**/1",
        "\ufeff{}",
        "\u00a01",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83d\\u0041\"",
        "\"\\ud83dx\"",
        "\"\\ude00\\ud83d\"",
        "\"\\u\uff11\uff12\uff13\uff14\""
      })
  void refusesWhatIsNot(String json) {
    assertThat(kindOf(json.getBytes(UTF_8))).isEqualTo(Kind.NOT_JSON);
  }

  /** Overlong forms, encoded surrogates, what is past U+10FFFF, and sequences cut short. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0080",
        "\u00bf",
        "\u00c0\u0080",
        "\u00c1\u00bf",
        "\u00c3",
        "\u00c3A",
        "\u00e0\u0080\u0080",
        "\u00e0\u009f\u00bf",
        "\u00ed\u00a0\u0080",
        "\u00ed\u00bf\u00bf",
        "\u00e2\u0082",
        "\u00e2\u0082A",
        "\u00f0\u008f\u00bf\u00bf",
        "\u00f0\u009f\u0098",
        "\u00f4\u0090\u0080\u0080",
        "\u00f5\u0080\u0080\u0080",
        "\u00ff"
      })
  void refusesInvalidUtf8(String bytes) {
    assertThat(kindOf(("\"" + bytes + "\"").getBytes(ISO_8859_1))).isEqualTo(Kind.NOT_JSON);
    assertThat(kindOf(("{\"" + bytes + "\":1}").getBytes(ISO_8859_1))).isEqualTo(Kind.NOT_JSON);
  }

  @Test
  void takesEveryCharacterAndNoOther() {
    for (int point = 0x20; point <= Character.MAX_CODE_POINT; point += point < 0x900 ? 1 : 499) {
      if (point != '"' && point != '\\' && !Character.isSurrogate((char) point)) {
        String json = "\"" + Character.toString(point) + "\"";
        assertThat(read(json).text()).isEqualTo(Character.toString(point));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"\\u0061\":1,\"a\":2}",
        "{\"\\u0061\":1,\"\\u0061\":2}",
        "{\"\":1,\"b\":2,\"\":3}",
        "[{\"x\":{\"deep\":[{\"a\":1,\"b\":2,\"a\":3}]}}]",
        "{\"\u00e9\":1,\"\\u00E9\":2}",
        "{\"\\ud83d\\ude00\":1,\"\ud83d\ude00\":2}",
        "{\"/\":1,\"\\/\":2}"
      })
  void refusesANameThatIsGivenTwice(String json) {
    assertThat(kindOf(json.getBytes(UTF_8))).isEqualTo(Kind.DUPLICATE_NAME);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 15, 16, 17, 18, 40, 5000})
  void findsADuplicateAmongManyNames(int names) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < names; i++) {
      json.append("\"n").append(i).append("\":{\"n0\":").append(i).append("},");
    }
    String distinct = json + "\"last\":0}";
    String doubled = json + "\"\\u006e" + (names - 1) + "\":0}";

    assertThat(read(distinct).members()).hasSize(names + 1);
    assertThat(kindOf(doubled.getBytes(UTF_8))).isEqualTo(Kind.DUPLICATE_NAME);
  }

  @Test
  void boundsTheMemoryThatNamesTake() {
    StringBuilder json = new StringBuilder("{\"0\":0");
    for (int i = 1; i < 70_000; i++) {
      json.append(",\"").append(i).append("\":0");
    }
    assertThat(kindOf((json + "}").getBytes(UTF_8))).isEqualTo(Kind.TOO_LARGE);
  }

  @Test
  void countsLevels() {
    String atLimit = "[".repeat(64) + "]".repeat(64);
    String beyond = "{\"a\":".repeat(65) + "1" + "}".repeat(65);

    assertThat(read(atLimit).length()).isEqualTo(128);
    assertThat(kindOf(beyond.getBytes(UTF_8))).isEqualTo(Kind.TOO_DEEP);
    assertThat(kindOf("[".repeat(3 << 20).getBytes(UTF_8))).isEqualTo(Kind.TOO_DEEP);
  }

  @Test
  void countsBytes() {
    Limits ten = Limits.REQUEST.withBytes(10);

    assertThat(StrictJson.read("[12345678]".getBytes(UTF_8), ten).length()).isEqualTo(10);
    assertThatThrownBy(() -> StrictJson.read("[123456789]".getBytes(UTF_8), ten))
        .isInstanceOfSatisfying(
            MalformedMessage.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOO_LARGE));
  }

  @Test
  void letsAToolCutACharacterInHalf() {
    byte[] json = "\"\\ud83d\"".getBytes(UTF_8);

    assertThat(StrictJson.read(json, Limits.ANSWER).text()).isEqualTo("\ud83d");
    assertThat(kindOf(json)).isEqualTo(Kind.NOT_JSON);
  }

  @Test
  void saysWhereTheFaultIs() {
    assertThatThrownBy(() -> read("{\"a\":!}"))
        .hasMessage("The body is not JSON: an unexpected character at byte 5.");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void agreesWithAnotherReaderOnGeneratedDocuments(long seed) {
    GeneratedJson generated = new GeneratedJson(new SplittableRandom(seed));
    for (int i = 0; i < 300; i++) {
      byte[] json = generated.document().getBytes(UTF_8);
      JsonNode rewritten = JACKSON.readTree(CanonicalJson.bytes(read(json)));
      assertThat(JACKSON.readTree(json).equals(rewritten)).as("document %s", i).isTrue();
    }
  }

  /** One byte changed: both take it or both refuse it, but for what only we refuse. */
  @ParameterizedTest
  @ValueSource(longs = {4, 6, 7, 9, 10, 11, 12, 14})
  void agreesWithAnotherReaderOnDamagedDocuments(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    GeneratedJson generated = new GeneratedJson(random);
    Map<Boolean, Integer> outcomes = new HashMap<>();
    for (int i = 0; i < 600; i++) {
      byte[] json = generated.document().getBytes(UTF_8);
      json[random.nextInt(json.length)] = generated.byteToDamageWith();
      boolean taken = kindOf(json) == null;
      outcomes.merge(taken, 1, Integer::sum);
      if (taken) {
        assertThat(jacksonTakes(json)).as(new String(json, UTF_8)).isTrue();
      } else if (jacksonTakes(json)) {
        assertThat(messageOf(json)).containsAnyOf("UTF-8", "surrogate");
      }
    }
    assertThat(outcomes).containsKeys(true, false);
  }

  private static boolean jacksonTakes(byte[] json) {
    try {
      return !JACKSON.readTree(json).isMissingNode();
    } catch (JacksonException | NumberFormatException e) {
      return e instanceof NumberFormatException;
    }
  }

  private static JsonSlice read(String json) {
    return read(json.getBytes(UTF_8));
  }

  private static JsonSlice read(byte[] json) {
    return StrictJson.read(json, Limits.REQUEST);
  }

  private static @Nullable Kind kindOf(byte[] json) {
    MalformedMessage fault = catchThrowableOfType(MalformedMessage.class, () -> read(json));
    return fault == null ? null : fault.kind();
  }

  private static String messageOf(byte[] json) {
    return catchThrowableOfType(MalformedMessage.class, () -> read(json)).sentence();
  }
}
