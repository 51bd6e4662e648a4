package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.webhooks.Receiver;
import ai.preloop.activities.webhooks.Receiver.Received;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Webhooks over REST, and what comes of them. */
class WebhookTests {

  private static final String PATH = "/api/v1/webhooks";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final String owner = preloop.owner();
  private final Receiver receiver = new Receiver();

  @AfterEach
  void remove() {
    http.get(PATH, owner)
        .expect(200)
        .path("items")
        .valueStream()
        .forEach(each ->
            http.send("DELETE", PATH + "/" + each.path("id").asString(), owner, "", Map.of())
                .expect(204));
    receiver.close();
  }

  @Test
  void anEventIsSignedWithTheSecretThatWasShownOnce() throws Exception {
    JsonNode made = http.post(PATH, owner, body("on-call", receiver.url().toString())).expect(201);
    assertThat(made.at("/webhook/last").isNull()).isTrue();
    http.post(PATH + "/on-call/test", owner, "{}").expect(202);

    await().atMost(Duration.ofSeconds(20)).until(() -> !receiver.received().isEmpty());
    Received came = receiver.received().getFirst();
    assertThat(came.body()).contains("\"type\":\"webhook.test\"");
    assertThat(came.header("webhook-signature"))
        .isEqualTo(signature(made.path("secret").asString(), came));
    JsonNode shown =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> http.get(PATH + "/on-call", owner).expect(200),
                each -> each.at("/last/status").asString("").equals("delivered"));
    assertThat(shown.has("secret")).isFalse();
    assertThat(http.get("/metrics", "").body())
        .containsPattern("preloop_webhooks_attempts_total\\{[^}]*delivered\"} [1-9]");
  }

  @Test
  void aNameIsTakenOnceAndAnyCanBeTakenAway() {
    http.post(PATH, owner, body("one", receiver.url().toString())).expect(201);

    assertThat(http.post(PATH, owner, body("one", receiver.url().toString())).status())
        .isEqualTo(409);
    http.send("DELETE", PATH + "/one", owner, "", Map.of()).expect(204);
    assertThat(http.get(PATH + "/one", owner).status()).isEqualTo(404);
  }

  @Test
  void whoOnlyReadsSeesTheOriginOfAnAddress() {
    http.post(PATH, owner, body("chat", receiver.url() + "/services/T0/token")).expect(201);
    String origin = "http://" + receiver.url().getAuthority();

    assertThat(http.get(PATH + "/chat", owner).expect(200).path("url").asString())
        .endsWith("/services/T0/token");
    JsonNode shown = http.get(PATH + "/chat", preloop.readKey()).expect(200);
    assertThat(shown.path("url").asString()).isEqualTo(origin);
    JsonNode listed = http.get(PATH, preloop.readKey()).expect(200);
    assertThat(listed.at("/items/0/url").asString()).isEqualTo(origin);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://169.254.169.254/latest | never connected to",
        "ftp://example.com | starts with http",
        "https://u:p@example.com | neither credentials nor",
      })
  void whereNothingIsSentIsSaid(String url, String sentence) {
    JsonNode refused = http.post(PATH, owner, body("none", url)).expect(422);

    assertThat(refused.path("detail").asString()).contains(sentence);
  }

  private static String body(String name, String url) {
    return "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(name, url);
  }

  private static String signature(String secret, Received came) throws Exception {
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String signed =
        came.header("webhook-id") + "." + came.header("webhook-timestamp") + "." + came.body();
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }
}
