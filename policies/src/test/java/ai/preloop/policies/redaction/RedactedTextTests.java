package ai.preloop.policies.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactedTextTests {

  /** Put together here, so that no scanner takes them for real ones. */
  private static final String FILL = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ghp_",
        "gho_",
        "ghs_",
        "github_pat_",
        "glpat-",
        "xoxb-",
        "xapp-",
        "sk-",
        "sk-ant-api03-",
        "sk-proj-",
        "sk_live_",
        "AIza",
        "ya29.",
        "npm_",
        "hf_",
        "prl_",
        "prt_",
        "prr_",
        "prlink_",
        "gsk_",
        "xai-",
        "pplx-",
        "AQ.",
        "ABSK",
        "hvs.",
        "hvb."
      })
  void hidesKnownTokensWhereverTheyStand(String prefix) {
    String token = prefix + FILL;

    assertThat(Redaction.redactText(token)).isEqualTo("[redacted]");
    assertThat(Redaction.redactText("curl -u x:" + token + ", then go on"))
        .isEqualTo("curl -u x:[redacted], then go on");
  }

  @Test
  void hidesAwsKeysAndJsonWebTokensAndSlackHooks() {
    assertThat(Redaction.redactText("id AKIA" + "ABCDEFGHIJKLMNOP" + "."))
        .isEqualTo("id [redacted].");
    assertThat(Redaction.redactText("jwt eyJhbGciOiJIUzI1NiJ9." + FILL + "." + FILL + " end"))
        .isEqualTo("jwt [redacted] end");
    assertThat(Redaction.redactText("https://hooks.slack.com/services/T0/B0/" + FILL))
        .isEqualTo("https://[redacted]");
  }

  @Test
  void hidesAPrivateKeyToItsEndOrThatOfTheText() {
    String begin = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n";

    assertThat(Redaction.redactText("a " + begin + "-----END RSA PRIVATE KEY----- b"))
        .isEqualTo("a [redacted] b");
    assertThat(Redaction.redactText(begin + "MIIE".repeat(9_000)))
        .startsWith("[redacted]")
        .hasSizeLessThan(60);
    assertThat(Redaction.redactText("-----BEGIN PUBLIC KEY-----\nMIIB")).contains("MIIB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          DB_PASSWORD=hunter2 ./run              | DB_PASSWORD=[redacted] ./run
          mysql --password=hunter2 -h db         | mysql --password=[redacted] -h db
          mysql --password hunter2 -h db         | mysql --password [redacted] -h db
          login --api-key "hun ter2" now         | login --api-key "[redacted]" now
          export TOKEN='hun ter2'; ls            | export TOKEN='[redacted]'; ls
          export TOKEN="hun\\"ter2"; ls          | export TOKEN="[redacted]"; ls
          https://h/x?token=hunter2&page=2       | https://h/x?token=[redacted]&page=2
          postgresql://ana:hunter2@db/prod       | postgresql://ana:[redacted]@db/prod
          curl -H "Authorization: Basic YTpi" h  | curl -H "Authorization: [redacted]" h
          curl -H 'X-Api-Key: hunter2' h         | curl -H 'X-Api-Key: [redacted]' h
          Bearer abcdef0123456789                | Bearer [redacted]
          {"password": "hunter2", "n": 1}        | {"password": "[redacted]", "n": 1}
          {\\"token\\":\\"hunter2\\",\\"n\\":1}  | {\\"token\\":\\"[redacted]\\",\\"n\\":1}
          {'secret': 5}                          | {'secret': [redacted]}
          """)
  void hidesWhatATextGivesToATellingName(String text, String expected) {
    assertThat(Redaction.redactText(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max_tokens=5 monkey=1 token_count=7",
        "a bearer certificate is not a bearer of news",
        "the task-force-of-many-members-is-here",
        "desk-with-many-drawers-and-2-lamps",
        "sk-learn-compatible-estimators",
        "select * from keys where keyboard = 'x' and token is null",
        "http://localhost:8080/a@b and ana@example.test",
        "0190b6a2-7e5b-7c3e-9a55-3f1f0f8f2f11",
        "-- comment in sql",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      })
  void leavesOrdinaryTextAlone(String text) {
    assertThat(Redaction.redactText(text)).isEqualTo(text);
  }

  @Test
  void staysQuickOnTextMadeToBeSlow() {
    for (String piece :
        new String[] {"a-", "\"a", "--a ", "x-", "://a:", "eyJ", "sk-a", "a=\"\\", "bearer "}) {
      Redaction.redactText(piece.repeat(20_000));
    }
  }
}
