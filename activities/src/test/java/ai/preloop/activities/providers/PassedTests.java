package ai.preloop.activities.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a client's request goes on to a provider. */
class PassedTests {

  private static Passed of(Map<String, List<String>> headers) {
    return Passed.of(HttpHeaders.of(headers, (name, value) -> true), null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "X-Api-Key",
        "x-goog-api-key",
        "API-KEY",
        "Cookie",
        "Proxy-Authorization",
        "Host",
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
        "Keep-Alive",
        "TE",
        "Upgrade",
        "Accept-Encoding",
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Prefix",
        "X-Real-IP",
        "Via",
        "X-Amz-Security-Token",
        "OpenAI-Organization",
        "OpenAI-Project",
        "X-Goog-User-Project",
        "Ocp-Apim-Subscription-Key",
        "Cf-Access-Jwt-Assertion",
        "X-Amzn-Oidc-Accesstoken",
        "X-Auth-Request-Access-Token",
        "X-Goog-IAP-JWT-Assertion",
        "X-MS-TOKEN-AAD-ACCESS-TOKEN",
        "X-Preloop-Session",
        "X-PRELOOP-ANYTHING"
      })
  void keepsBackWhatIsNotMeantForIt(String name) {
    assertThat(of(Map.of(name, List.of("secret"))).headers().map()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"User-Agent", "anthropic-beta", "Idempotency-Key", "x-unknown"})
  void passesOnTheRest(String name) {
    assertThat(of(Map.of(name, List.of("a", "b"))).headers().allValues(name))
        .containsExactly("a", "b");
  }

  @Test
  void keepsBackWhatTheConnectionNames() {
    assertThat(
            of(Map.of("Connection", List.of("close, X-Mine"), "x-mine", List.of("1")))
                .headers()
                .map())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, ''",
        "alt=sse&key=secret, alt=sse",
        "key=secret, ''",
        "%6bey=secret&a=1, a=1",
        "KEY=secret, ''",
        "access_token=secret&a, a",
        "a=b%26c&d=%zz, a=b%26c&d=%zz",
        "monkey=1, monkey=1"
      })
  void passesOnParametersButNoKey(String query, String passed) {
    assertThat(Passed.of(HttpHeaders.of(Map.of(), (name, value) -> true), query).query())
        .isEqualTo(passed);
  }
}
