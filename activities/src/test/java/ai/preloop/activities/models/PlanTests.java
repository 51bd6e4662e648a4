package ai.preloop.activities.models;

import static ai.preloop.activities.models.ModelFixtures.at;
import static ai.preloop.activities.models.ModelFixtures.plan;
import static ai.preloop.activities.models.ModelFixtures.prices;
import static ai.preloop.activities.models.ModelFixtures.routed;
import static ai.preloop.activities.models.ModelFixtures.shared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.models.AiModel.Plan;
import ai.preloop.activities.models.AiModel.Terms;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTests {

  @ParameterizedTest
  @ValueSource(strings = {"a", "gpt-4o", "org/model:v1@eu", "A.b_C"})
  void anAliasIsWhatModelsAreCalled(String alias) {
    assertThat(plan(alias, "openai", "gpt-4o").alias()).isEqualTo(alias);
    assertThat(plan("a".repeat(128), "openai", "gpt-4o").alias()).hasSize(128);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "ä", "a\n", "a?b", "a#b", "a%2Fb"})
  void anAliasIsNothingElse(String alias) {
    refused(() -> plan(alias, "openai", "gpt-4o"), "alias");
    refused(() -> plan("a".repeat(129), "openai", "gpt-4o"), "alias");
  }

  @Test
  void aModelHasAProviderOrShares() {
    refused(() -> new Plan("a", null, null, null, null, Terms.NONE), "provider");
    refused(
        () -> new Plan("a", "openai", "x", null, null, shared("a", "b").terms()), "no provider");
    refused(() -> new Plan("a", "openai", null, null, null, Terms.NONE), "identifier");
    assertThat(shared("a", "b").provider()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://models.example.com",
        "models.example.com",
        "https://user:word@models.example.com",
        "https://models.example.com/v1?key=1",
        "https://models.example.com/#x",
        "file:///etc/passwd"
      })
  void anEndpointIsAPlainAddress(String endpoint) {
    refused(() -> at(endpoint, "openai_compatible", "x"), "");
  }

  @Test
  void aSecretIsTheNameOfOne() {
    refused(
        () -> new Plan("a", "openai", "x", null, "no name", Terms.NONE), "name of a kept secret");
  }

  @Test
  void pricesAreDollarsWithSixDecimals() {
    assertThat(prices("0", "1000000", "0.000001", "1e3", "1.10000000").output())
        .isEqualByComparingTo("1000000");
    for (String none : List.of("-0.1", "1000000.1", "0.0000001")) {
      refused(() -> prices(none, null, null, null, null), "prices.input");
      refused(() -> prices(null, null, null, null, none), "prices.reasoning");
    }
  }

  @Test
  void limitsArePositiveAndWaitsEnd() {
    Duration second = Duration.ofSeconds(1);
    refused(() -> new Limits(0, null, null, second, second, second), "concurrent_calls");
    refused(() -> new Limits(null, 0, null, second, second, second), "requests_per_minute");
    refused(() -> new Limits(null, null, -1, second, second, second), "tokens_per_minute");
    refused(() -> waits(61, 1, 1), "connect_seconds is 1 to 60");
    refused(() -> waits(0, 1, 1), "connect_seconds");
    refused(() -> waits(1, 3_601, 1), "first_byte_seconds is 1 to 3600");
    refused(() -> waits(1, 1, 3_601), "idle_seconds");
    assertThat(waits(60, 3_600, 3_600).idle()).hasSeconds(3_600);
  }

  @Test
  void aRouteIsToOthersOnceAndWeighed() {
    refused(() -> shared("a", "a"), "itself");
    refused(() -> ModelFixtures.withFallback("a", "a"), "itself");
    refused(() -> shared("a", "b", "b"), "once");
    refused(() -> new Routing(List.of(), List.of("b", "b")), "once");
    refused(() -> new Routing.Share("b", 0), "weight");
    refused(() -> new Routing.Share("b", 1_001), "weight");
    refused(
        () -> new Routing(List.of(), IntStream.range(0, 17).mapToObj(Integer::toString).toList()),
        "up to 16");
    assertThat(routed(new Routing(List.of(new Routing.Share("b", 1)), List.of("b"))).routing())
        .extracting(Routing::targets)
        .isEqualTo(List.of("b"));
  }

  private static Limits waits(int connect, int firstByte, int idle) {
    return new Limits(
        null,
        null,
        null,
        Duration.ofSeconds(connect),
        Duration.ofSeconds(firstByte),
        Duration.ofSeconds(idle));
  }

  private static void refused(ThrowingCallable making, String sentence) {
    assertThatThrownBy(making)
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNPROCESSABLE))
        .hasMessageContaining(sentence);
  }
}
