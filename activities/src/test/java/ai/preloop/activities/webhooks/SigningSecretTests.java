package ai.preloop.activities.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SigningSecretTests {

  /** The vector that the libraries of Standard Webhooks are tested with. */
  @Test
  void signsAsReceiversVerify() {
    byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    String signature =
        new SigningSecret(key)
            .signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330L, "{\"test\": 2432232314}");

    assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void isMadeOf32RandomBytesAndShownForReceiversLibraries() {
    SigningSecret secret = SigningSecret.random(new SecureRandom());

    assertThat(secret.shown()).startsWith("whsec_");
    assertThat(Base64.getDecoder().decode(secret.shown().substring("whsec_".length())))
        .hasSize(32)
        .isEqualTo(secret.key())
        .isNotEqualTo(SigningSecret.random(new SecureRandom()).key());
  }
}
