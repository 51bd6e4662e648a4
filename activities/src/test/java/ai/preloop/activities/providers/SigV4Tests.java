package ai.preloop.activities.providers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against the test suite that AWS publishes for its signature. */
class SigV4Tests {

  private static final Instant TIME = Instant.parse("2015-08-30T12:36:00Z");
  private static final URI ROOT = URI.create("https://example.amazonaws.com/");

  private final SigV4 signature =
      new SigV4(
          new SigV4.Key("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null),
          "us-east-1",
          "service");

  @Test
  void signsGetVanilla() {
    assertThat(signature.headers(new SigV4.Content("GET", ROOT, Map.of(), new byte[0]), TIME))
        .containsEntry("x-amz-date", "20150830T123600Z")
        .containsEntry(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  }

  @Test
  void signsPostVanilla() {
    assertThat(
            signature
                .headers(new SigV4.Content("POST", ROOT, Map.of(), new byte[0]), TIME)
                .get("Authorization"))
        .endsWith("Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  }

  @Test
  void signsPostXWwwFormUrlencoded() {
    assertThat(
            signature
                .headers(
                    new SigV4.Content(
                        "POST",
                        ROOT,
                        Map.of("content-type", "application/x-www-form-urlencoded"),
                        "Param1=value1".getBytes(UTF_8)),
                    TIME)
                .get("Authorization"))
        .contains("SignedHeaders=content-type;host;x-amz-date")
        .endsWith("Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
  }

  @Test
  void readsKeysWithAndWithoutAToken() {
    assertThat(SigV4.Key.parse("id:secret")).isEqualTo(new SigV4.Key("id", "secret", null));
    assertThat(SigV4.Key.parse("id:secret:to:ken"))
        .isEqualTo(new SigV4.Key("id", "secret", "to:ken"));
    assertThat(SigV4.Key.parse("bearer")).isNull();
    assertThat(new SigV4.Key("id", "secret", null)).asString().doesNotContain("secret");
  }
}
