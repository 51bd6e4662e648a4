package ai.preloop.activities.attempts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long is waited before a request is sent again. */
class BackoffTests {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final Backoff backoff = new Backoff(() -> NOW, new Random(1));

  private Duration before(int retry, String... headers) {
    Map<String, List<String>> all = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], List.of(headers[i + 1]));
    }
    return backoff.before(retry, HttpHeaders.of(all, (name, value) -> true));
  }

  @ParameterizedTest
  @CsvSource({"0, 375, 500", "1, 750, 1000", "3, 3000, 4000", "9, 6000, 8000"})
  void doublesUpToEightSeconds(int retry, long least, long most) {
    assertThat(before(retry).toMillis()).isBetween(least, most);
  }

  @Test
  void takesMillisecondsBeforeSeconds() {
    assertThat(before(0, "retry-after-ms", "1500", "retry-after", "9"))
        .isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void takesSecondsWithAFraction() {
    assertThat(before(0, "Retry-After", " 2.5 ")).isEqualTo(Duration.ofMillis(2500));
  }

  @Test
  void takesADate() {
    assertThat(before(0, "Retry-After", "Fri, 02 Jan 2026 03:04:12 GMT"))
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(before(0, "Retry-After", "Fri, 02 Jan 2026 03:04:01 GMT")).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1", "NaN", "", "Fri, 32 Jan 2026 03:04:12 GMT"})
  void makesNothingOfNonsense(String text) {
    assertThat(before(0, "Retry-After", text).toMillis()).isBetween(375L, 500L);
  }

  @Test
  void survivesAnEternity() {
    assertThat(before(0, "Retry-After", "1e300")).isEqualTo(Duration.ofDays(1));
    assertThat(before(0, "Retry-After", "Infinity")).isEqualTo(Duration.ofDays(1));
  }
}
