package ai.preloop.activities.attempts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.models.Limits;
import ai.preloop.activities.models.Routing;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much a model may be used at once and in a minute. */
class ModelGatesTests {

  private final AttemptsFixture gateway = new AttemptsFixture();
  private final FakeProvider provider = FakeProvider.start();

  @AfterEach
  void close() {
    gateway.close();
    provider.close();
  }

  private static Limits limits(
      @Nullable Integer calls, @Nullable Integer requests, @Nullable Integer tokens) {
    Duration soon = Duration.ofSeconds(20);
    return new Limits(calls, requests, tokens, soon, soon, soon);
  }

  private void assertLimited(AiModel model, long seconds) {
    assertThatThrownBy(() -> gateway.send(gateway.chat(model, false)).close())
        .asInstanceOf(type(ProblemException.class))
        .satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.RATE_LIMITED))
        .extracting(ProblemException::extensions)
        .isEqualTo(Map.of("retry_after", seconds));
  }

  private void passes(long seconds) {
    gateway.nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  /** It is closed by hand first: closing it again gives nothing back. */
  @SuppressWarnings("try")
  @Test
  void letsSoManyCallsBeUnderWay() {
    AiModel model = gateway.model("one", provider, limits(1, null, null));

    try (ProviderAnswer first = gateway.send(gateway.chat(model, true))) {
      assertThat(first.status()).isEqualTo(200);
      assertLimited(model, 1);
      first.close();

      assertThat(gateway.read(model).status()).isEqualTo(200);
    }
    assertThat(gateway.read(model).status()).as("closed twice, given back once").isEqualTo(200);
    assertThat(gateway.running()).isZero();
  }

  @Test
  void givesItsPlaceBackWhateverHappens() {
    AiModel model = gateway.model("one", provider, limits(1, null, null));
    provider.next(
        new FakeAnswer.Status(302), new FakeAnswer.Status(404), new FakeAnswer.Status(400));

    assertThatThrownBy(() -> gateway.read(model)).isInstanceOf(ProblemException.class);
    assertThat(gateway.read(model).status()).isEqualTo(404);
    assertThat(gateway.read(model).status()).isEqualTo(400);
    gateway.secrets.forget(String.valueOf(model.plan().secret()));
    gateway.keys.reload(AttemptsFixture.ACCOUNT);
    assertThatThrownBy(() -> gateway.read(model)).hasMessageContaining("cannot be asked");

    assertThat(gateway.running()).isZero();
  }

  @Test
  void letsSoManyCallsBeginInAMinute() {
    AiModel model = gateway.model("one", provider, limits(null, 2, null));
    gateway.read(model);
    gateway.read(model);

    assertLimited(model, 30);
    passes(30);

    assertThat(gateway.read(model).status()).isEqualTo(200);
    assertLimited(model, 30);
    assertThat(provider.requests()).hasSize(3);
  }

  @Test
  void letsSoManyTokensBeUsedInAMinute() {
    AiModel model = gateway.model("one", provider, limits(null, null, 600));
    // Each is estimated at 100.
    try (ProviderAnswer answer = gateway.send(gateway.chat(model, false))) {
      answer.tokens(300);
      answer.tokens(900);
    }

    assertLimited(model, 40);
    passes(40);

    assertThat(gateway.read(model).status()).isEqualTo(200);
  }

  @Test
  void takesWhatIsLargerThanTheLimitOnceAMinute() {
    AiModel model = gateway.model("one", provider, limits(null, null, 60));
    gateway.read(model);

    assertLimited(model, 100);
    passes(100);

    assertThat(gateway.read(model).status()).isEqualTo(200);
  }

  @Test
  void countsNoTokensOfWhatWasNotServed() {
    AiModel model = gateway.model("one", provider, limits(null, null, 100));
    provider.next(new FakeAnswer.Status(404));

    assertThat(gateway.read(model).status()).isEqualTo(404);
    assertThat(gateway.read(model).status()).isEqualTo(200);
  }

  @Test
  void goesOnToTheNextTargetWhereOneIsFull() {
    gateway.model("other", provider);
    AiModel model =
        gateway.model(
            "one", provider.url(), limits(null, 1, null), new Routing(List.of(), List.of("other")));

    assertThat(gateway.read(model).by()).isEqualTo("one");
    assertThat(gateway.read(model).by()).isEqualTo("other");
  }
}
