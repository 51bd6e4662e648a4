package ai.preloop.activities.attempts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.attempts.FakeAnswer.CutAfter;
import ai.preloop.activities.attempts.FakeAnswer.StallAfter;
import ai.preloop.activities.attempts.FakeAnswer.Status;
import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.models.Limits;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that stall, are cut, never end, or are not wanted any more. */
class AnswerStreamTests {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final AttemptsFixture gateway = new AttemptsFixture();
  private final FakeProvider provider = FakeProvider.start();

  @AfterEach
  void close() {
    gateway.close();
    provider.close();
  }

  private AiModel impatient(Duration firstByte, Duration idle) {
    return gateway.model(
        "one", provider, new Limits(null, null, null, Duration.ofSeconds(2), firstByte, idle));
  }

  private static String all(InputStream body) throws IOException {
    return new String(body.readAllBytes(), UTF_8);
  }

  @Test
  void givesAStreamAsItComes() throws IOException {
    provider.every(Duration.ofMillis(30));

    try (ProviderAnswer answer = gateway.send(gateway.chat(impatient(LONG, LONG), true))) {
      byte[] first = new byte[8192];
      int length = answer.body().read(first);

      assertThat(new String(first, 0, length, UTF_8))
          .contains("\"role\":\"assistant\"")
          .doesNotContain("model.");
      assertThat(all(answer.body())).contains("\" from\"").endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void goesOnForAsLongAsBytesCome() throws IOException {
    provider.every(Duration.ofMillis(150));

    try (ProviderAnswer answer = gateway.send(gateway.chat(impatient(SHORT, SHORT), true))) {
      assertThat(all(answer.body())).endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void hasTimeForAReaderThatIsSlow() throws IOException {
    provider.always(FakeAnswer.FLOOD);

    try (ProviderAnswer answer = gateway.send(gateway.chat(impatient(LONG, SHORT), true))) {
      assertThat(answer.body().read()).isPositive();
      long read = System.nanoTime();
      await().until(() -> System.nanoTime() - read > 3 * SHORT.toNanos());

      assertThat(answer.body().readNBytes(1 << 20)).hasSize(1 << 20);
    }
    await().untilAsserted(() -> assertThat(provider.running()).isZero());
  }

  @Test
  void timesOutBeforeTheHeadWithoutTryingAgain() {
    provider.always(FakeAnswer.STALL_BEFORE_HEAD);
    Dispatch request = gateway.chat(impatient(SHORT, LONG), true);

    assertThatThrownBy(() -> gateway.send(request).close())
        .asInstanceOf(type(ProblemException.class))
        .satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.UPSTREAM_TIMEOUT))
        .extracting(ProblemException::detail)
        .isEqualTo("The model one did not begin to answer in time.");

    assertThat(provider.requests()).hasSize(1);
    assertThat(gateway.running()).isZero();
    await().untilAsserted(() -> assertThat(provider.running()).isZero());
  }

  @Test
  void timesOutBeforeTheFirstByteOfTheBody() throws IOException {
    provider.always(FakeAnswer.STALL_BEFORE_BODY);

    try (ProviderAnswer answer = gateway.send(gateway.chat(impatient(LONG, SHORT), true))) {
      assertThat(answer.status()).isEqualTo(200);
      assertThatThrownBy(() -> answer.body().read()).isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void timesOutBetweenChunks() throws IOException {
    provider.always(new StallAfter(2));

    try (ProviderAnswer answer = gateway.send(gateway.chat(impatient(LONG, SHORT), true))) {
      assertThat(new String(answer.body().readNBytes(100), UTF_8)).contains("chatcmpl-fake1");
      assertThatThrownBy(() -> answer.body().readAllBytes())
          .isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(provider.requests()).hasSize(1);
    await().untilAsserted(() -> assertThat(provider.running()).isZero());
  }

  @Test
  void saysThatAStreamWasCutAndSendsNothingAgain() {
    provider.always(new CutAfter(3));

    try (ProviderAnswer answer = gateway.send(gateway.chat(impatient(LONG, LONG), true))) {
      assertThatThrownBy(() -> answer.body().readAllBytes())
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
    }
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void saysThatABodyWasCut() {
    provider.always(new CutAfter(1));

    try (ProviderAnswer answer = gateway.send(gateway.chat(impatient(LONG, LONG), false))) {
      assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void cutsTheProviderWhenAnAnswerIsClosedWithinIt() throws IOException {
    provider.always(FakeAnswer.FLOOD);

    try (ProviderAnswer answer = gateway.send(gateway.chat(impatient(LONG, LONG), true))) {
      assertThat(answer.body().read()).isPositive();
      assertThat(provider.running()).isOne();
      assertThat(gateway.running()).isOne();
    }

    assertThat(gateway.running()).isZero();
    await().untilAsserted(() -> assertThat(provider.running()).isZero());
  }

  @Test
  void endsAReadWhenItIsAborted() throws Exception {
    provider.always(new StallAfter(1));

    try (ProviderAnswer answer = gateway.send(gateway.chat(impatient(LONG, LONG), true))) {
      assertThat(answer.body().read()).isPositive();
      CompletableFuture<Void> reading = reading(answer);
      answer.abort();

      assertThatThrownBy(() -> reading.get(10, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(IOException.class);
    }
    assertThat(provider.firstLeft().await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void endsAReadWhenTheClientLeaves() throws Exception {
    provider.always(new StallAfter(1));
    Cancellation left = new Cancellation();

    try (ProviderAnswer answer = gateway.send(gateway.chat(impatient(LONG, LONG), true, left))) {
      assertThat(answer.body().read()).isPositive();
      CompletableFuture<Void> reading = reading(answer);
      left.cancel();

      assertThatThrownBy(() -> reading.get(10, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(IOException.class);
    }
    assertThat(provider.firstLeft().await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static CompletableFuture<Void> reading(ProviderAnswer answer) {
    return CompletableFuture.runAsync(() -> {
      try {
        answer.body().readAllBytes();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @Test
  void endsARunningRequestWhenTheClientLeaves() throws Exception {
    provider.always(FakeAnswer.STALL_BEFORE_HEAD);
    Cancellation left = new Cancellation();
    CompletableFuture<ProviderAnswer> sending = sending(left);
    await().until(() -> !provider.requests().isEmpty());

    left.cancel();

    assertThatThrownBy(() -> sending.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(CancellationException.class);
    assertThat(provider.firstLeft().await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(provider.requests()).hasSize(1);
    assertThat(gateway.running()).isZero();
  }

  @Test
  void endsAWaitWhenTheClientLeaves() {
    provider.always(new Status(429).with("Retry-After", "9"));
    Cancellation left = new Cancellation();
    CompletableFuture<ProviderAnswer> sending = sending(left);
    await().until(() -> gateway.counted("refused") > 0);
    long begun = System.nanoTime();

    left.cancel();

    assertThatThrownBy(() -> sending.get(8, TimeUnit.SECONDS))
        .hasCauseInstanceOf(CancellationException.class);
    assertThat(System.nanoTime() - begun).isLessThan(5_000_000_000L);
    assertThat(provider.requests()).hasSize(1);
    assertThat(gateway.running()).isZero();
  }

  @Test
  void sendsNothingForAClientThatHasLeft() {
    Cancellation left = new Cancellation();
    left.cancel();

    assertThatThrownBy(() -> gateway.send(gateway.chat(impatient(LONG, LONG), true, left)))
        .isInstanceOf(CancellationException.class);
    assertThat(provider.requests()).isEmpty();
  }

  private CompletableFuture<ProviderAnswer> sending(Cancellation left) {
    return CompletableFuture.supplyAsync(
        () -> gateway.send(gateway.chat(impatient(LONG, LONG), true, left)));
  }
}
