package ai.preloop.policies.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RedactionTests {

  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "Password",
        "db_password",
        "newPassword2",
        "passwordConfirmation",
        "passwd",
        "PGPASSWORD",
        "DB_PASS",
        "pwd",
        "passphrase",
        "secret",
        "client_secret",
        "clientSecret",
        "secrets",
        "secret_id",
        "token",
        "accessToken",
        "access-token",
        "accesstoken",
        "tokens",
        "x-api-token",
        "key",
        "keys",
        "apiKey",
        "api_key",
        "apikey",
        "X-API-Key",
        "APIKey",
        "private_key",
        "aws_secret_access_key",
        "api_key_value",
        "authorization",
        "Authorization",
        "proxy-authorization",
        "credentials",
        "cookie",
        "Set-Cookie",
        "auth",
        "jwt",
        "otp"
      })
  void hidesWhatStandsUnderATellingName(String name) {
    assertThat(redact("{\"" + name + "\":\"hunter\"}"))
        .isEqualTo("{\"" + name + "\":\"[redacted]\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token_count",
        "max_tokens",
        "keyboard",
        "monkey",
        "keynote",
        "turkey",
        "hockey",
        "tokenizer",
        "token_type",
        "secret_name",
        "password_policy",
        "public_key",
        "primary_key",
        "idempotency_key",
        "author",
        "authors",
        "authenticated",
        "passenger",
        "compass",
        "bypass",
        "key_count",
        "completion_tokens",
        "secretary",
        "cookies_enabled",
        "",
        "_",
        "---"
      })
  void leavesWhatOnlySoundsLikeIt(String name) {
    String json = "{\"" + name + "\":\"value\"}";

    assertThat(redact(json)).isEqualTo(json);
  }

  @Test
  void hidesWholeStructuresUnderATellingName() {
    assertThat(
            redact(
                "{\"credentials\":{\"user\":\"ana\",\"more\":[1,{}]},\"tokens\":[\"a\"],\"n\":1}"))
        .isEqualTo("{\"credentials\":\"[redacted]\",\"tokens\":\"[redacted]\",\"n\":1}");
  }

  @Test
  void hidesNumbersButNotCountsOrTruths() {
    assertThat(redact("{\"otp\":123456,\"tokens\":5,\"password\":true,\"secret\":null}"))
        .isEqualTo("{\"otp\":\"[redacted]\",\"tokens\":5,\"password\":true,\"secret\":null}");
  }

  @Test
  void looksAtEveryDepth() {
    assertThat(redact("[{\"a\":[[{\"password\":\"x\"}]]}]"))
        .isEqualTo("[{\"a\":[[{\"password\":\"[redacted]\"}]]}]");
  }

  @Test
  void knowsAValueByItsLabel() {
    assertThat(
            redact(
                "[{\"name\":\"Authorization\",\"value\":\"Basic YTpi\"},{\"name\":\"Accept\",\"value\":\"x\"}]"))
        .isEqualTo(
            "[{\"name\":\"Authorization\",\"value\":\"[redacted]\"},{\"name\":\"Accept\",\"value\":\"x\"}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"value\":\"hunter2\",\"name\":\"API_KEY\"}|{\"value\":\"[redacted]\",\"name\":\"API_KEY\"}",
        "{\"values\":[\"a\",{\"value\":1}],\"value\":\"b\",\"n\":1,\"variable\":\"password\"}"
            + "|{\"values\":\"[redacted]\",\"value\":\"[redacted]\",\"n\":1,\"variable\":\"password\"}",
        "{\"value\":{\"value\":\"x\",\"name\":\"token\"},\"name\":\"Accept\"}"
            + "|{\"value\":{\"value\":\"[redacted]\",\"name\":\"token\"},\"name\":\"Accept\"}",
        "{\"value\":\"plain\",\"name\":\"Accept\"}|{\"value\":\"plain\",\"name\":\"Accept\"}",
        "{\"value\":true,\"name\":\"API_KEY\"}|{\"value\":true,\"name\":\"API_KEY\"}"
      })
  void knowsAValueByALabelThatComesAfterIt(String json, String redacted) {
    assertThat(redact(json)).isEqualTo(redacted);
  }

  @Test
  void hidesAValueWhoseLabelMayHaveBeenCutOff() {
    String cut =
        "{\"value\":\"hunter2\",\"pad\":[" + "\"padding\",".repeat(9_000) + "1],\"name\":\"key\"}";

    assertThat(redact(cut)).doesNotContain("hunter2").contains("bytes in all]");
    assertThat(JSON.readTree(redact(cut)).isObject()).isTrue();
  }

  @Test
  void keepsNumbersAsTheyWereWritten() {
    String json = "[1.10,1e400,-0.0,12345678901234567890123,true,false,null,\"\",{},[]]";

    assertThat(redact(json)).isEqualTo(json);
  }

  @Test
  void redactsTokensInNames() {
    assertThat(redact("{\"ghp_0123456789abcdefghij\":1}")).isEqualTo("{\"[redacted]\":1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,",
        "nope",
        "{\"a\":1}{",
        "{\"a\":1} 2",
        "{\"password\":[}",
        "{\"a\" 1}",
        "\u0000",
        "\"\\ud800",
        "[1,]",
        "{'a':1}"
      })
  void saysWhenItCannotBeRead(String json) {
    assertThat(redact(json)).isEqualTo("\"[not readable as JSON]\"");
  }

  @Test
  void saysWhenItIsNotUtf8OrTooDeep() {
    assertThat(Redaction.redact(new byte[] {'"', (byte) 0xC3, '"'}))
        .isEqualTo(Redaction.UNREADABLE);
    assertThat(redact("[".repeat(100_000))).isEqualTo(Redaction.UNREADABLE);
  }

  @Test
  void cutsALongValueAndSaysHowLongItWas() {
    String value = JSON.readTree(redact("\"" + "a".repeat(10_000) + "\"")).asString();

    assertThat(value).isEqualTo("a".repeat(4_096) + "… [cut; 10000 characters in all]");
  }

  @Test
  void recognisesATokenThatLiesAcrossTheCut() {
    String text = "a ".repeat(2_040) + "ghp_" + "x1".repeat(30) + " b".repeat(3_000);

    assertThat(Redaction.redactText(text)).doesNotContain("ghp_");
  }

  @Test
  void doesNotCutACharacterInTwo() {
    String cut = Redaction.redactText("a" + "😀".repeat(4_000));

    assertThat(new String(cut.getBytes(UTF_8), UTF_8)).isEqualTo(cut);
  }

  @Test
  void cutsALongDocumentAndStaysValid() {
    String objects = redact("{\"a\":[" + "{\"b\":\"\\u0001ccc\"},".repeat(9_000) + "1]}");
    String names = redact("{" + "\"name\":\"value\",".repeat(9_000) + "\"z\":1}");
    String numbers = redact("[" + "1,".repeat(90_000) + "1]");

    assertThat(objects).hasSizeLessThan(65_536).endsWith("\"[cut; 162009 bytes in all]\"}]}");
    assertThat(names).hasSizeLessThan(65_536).endsWith("\"…\":\"[cut; 135007 bytes in all]\"}");
    assertThat(numbers).hasSizeBetween(60_000, 65_536).endsWith("bytes in all]\"]");
    assertThat(JSON.readTree(objects).isObject()).isTrue();
    assertThat(JSON.readTree(names).isObject()).isTrue();
    assertThat(JSON.readTree(numbers).isArray()).isTrue();
  }

  @Test
  void makesValidJsonOfWhateverComes() {
    String alphabet = "{}[]:,\"'\\ \n01.e-tfnulpasswordtoken=\u0000é😀";
    for (int seed = 0; seed < 20_000; seed++) {
      var random = new Random(seed);
      var json = new StringBuilder();
      random
          .ints(random.nextInt(60), 0, alphabet.length())
          .forEach(i -> json.append(alphabet.charAt(i)));
      JSON.readTree(redact(json.toString()));
      JSON.readTree(redact(JSON.writeValueAsString(json.toString())));
    }
  }

  private static String redact(String json) {
    return Redaction.redact(json.getBytes(UTF_8));
  }
}
