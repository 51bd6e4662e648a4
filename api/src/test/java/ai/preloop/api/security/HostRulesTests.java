package ai.preloop.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostRulesTests {

  private final HostRules rules =
      new HostRules(URI.create("https://preloop.example.test"), "127.0.0.1");

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:8000", "localhost", "LOCALHOST:8000", "preloop.example.test:443"})
  void knowsItsOwnNames(String host) {
    assertThatCode(() -> rules.check(host, null)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.test", "localhost.evil.test", "127.0.0.1.evil.test", "[::1]", ""})
  void refusesEveryOtherHost(String host) {
    assertRefused(ProblemType.MISDIRECTED, host, null);
  }

  @Test
  void refusesARequestWithoutAHost() {
    assertRefused(ProblemType.MISDIRECTED, null, null);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8000,http://localhost:8000",
    "127.0.0.1:8000,https://preloop.example.test",
    "preloop.example.test,https://preloop.example.test"
  })
  void letsItsOwnPagesIn(String host, String origin) {
    assertThatCode(() -> rules.check(host, origin)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "https://evil.test",
        "http://localhost:3000",
        "http://preloop.example.test"
      })
  void keepsThePagesOfOthersOut(String origin) {
    assertRefused(ProblemType.FORBIDDEN, "localhost:8000", origin);
  }

  @Test
  void acceptsLoopbackWhenItListensEverywhere() {
    HostRules everywhere = new HostRules(URI.create("https://preloop.example.test"), "0.0.0.0");

    assertThatCode(() -> everywhere.check("[::1]:8000", null)).doesNotThrowAnyException();
  }

  private void assertRefused(ProblemType type, @Nullable String host, @Nullable String origin) {
    assertThatThrownBy(() -> rules.check(host, origin))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.type()).isEqualTo(type));
  }
}
