package ai.preloop.api.end2end;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.attempts.FakeAnswer;
import ai.preloop.activities.dialects.Usage;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A thousand calls of a provider that tells no truth: what cannot be is not believed. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LyingProviderTests {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int AT_ONCE = 20;

  /** More than all tokens that are ever believed cost at the prices here. */
  private static final BigDecimal DEAREST = new BigDecimal("20000");

  private static final String CHAT = "/openai/v1/chat/completions";
  private static final String MESSAGES = "/anthropic/v1/messages";

  /** Counts for both interfaces, for each takes what it knows. */
  private static final List<String> LIES =
      List.of(
          "",
          "null",
          "[]",
          "{}",
          counts("-5"),
          counts("-9223372036854775809"),
          counts("1000000000000"),
          counts("9223372036854775807"),
          counts("1e400"),
          counts("12.5"),
          counts("\"many\""),
          counts("{\"a\":[[[]]]}"),
          "{\"prompt_tokens\":5,\"completion_tokens\":5,\"prompt_tokens_details\":{\"cached_tokens\":50}}",
          "{\"prompt_tokens\":5,\"completion_tokens\":5,\"total_tokens\":-1,\"input_tokens\":-1}",
          "{\"prompt_tokens\":5,\"completion_tokens\":1,\"completion_tokens_details\":{\"reasoning_tokens\":9}}");

  private final RunningPreloop preloop = RunningPreloop.shared();
  private OwnModels own;
  private String chat;
  private String messages;

  private static String counts(String count) {
    return "{\"prompt_tokens\":%1$s,\"completion_tokens\":%1$s,\"input_tokens\":%1$s,\"output_tokens\":%1$s}"
        .formatted(count);
  }

  @BeforeAll
  void start() {
    own = new OwnModels(preloop);
    String terms =
        ",\"prices\":{\"input\":2,\"output\":8},\"limits\":{\"concurrent_calls\":%d,\"idle_seconds\":5}"
            .formatted(AT_ONCE);
    chat = own.model("openai", terms);
    messages = own.model("anthropic", terms);
    own.budget(new BigDecimal("100000000"));
    own.provider().using(new Usage(20, 0, 0, 30, 0));
  }

  @AfterAll
  void stop() {
    own.close();
  }

  @Test
  void leavesTheLedgerSaneAndNothingHeld() throws IOException {
    int made = 0;
    for (int round = 0; round < 60; round++) {
      own.provider().lying(LIES.get(round % LIES.size()));
      made += together(AT_ONCE * 4 / 5, round);
    }
    own.provider().always(FakeAnswer.GARBAGE);
    made += together(AT_ONCE, 0);
    own.provider().always(new FakeAnswer.CutAfter(2));
    made += together(AT_ONCE, 0);
    own.provider().always(FakeAnswer.FLOOD);
    made += flooded();

    assertThat(made).isGreaterThanOrEqualTo(1000);
    assertThatNothingIsHeld();
    assertThatTheLedgerIsSane(made);
    assertThatAllPassagesAreFree();
  }

  private int together(int calls, int round) {
    List<CompletableFuture<Void>> all =
        IntStream.range(0, calls)
            .mapToObj(i ->
                CompletableFuture.runAsync(
                    () -> rest(call(i % 2 == 0, (i / 2 + round) % 2 == 0)),
                    Thread::startVirtualThread))
            .toList();
    all.forEach(CompletableFuture::join);
    return calls;
  }

  /** The client leaves each of them. */
  private int flooded() throws IOException {
    for (int i = 0; i < AT_ONCE / 2; i++) {
      try (InputStream body = call(i % 2 == 0, true).body()) {
        assertThat(body.readNBytes(10_000)).hasSize(10_000);
      }
    }
    assertThat(call(true, false).statusCode()).as("a whole answer without end").isEqualTo(502);
    return AT_ONCE / 2 + 1;
  }

  private HttpResponse<InputStream> call(boolean isChat, boolean streamed) {
    String body =
        "{\"model\":\"%s\",\"stream\":%s,\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
            .formatted(isChat ? chat : messages, streamed);
    HttpRequest request =
        HttpRequest.newBuilder(own.http().base().resolve(isChat ? CHAT : MESSAGES))
            .header("Authorization", "Bearer " + own.key())
            .header("Content-Type", "application/json")
            .timeout(LONG)
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      return own.http().client().send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String rest(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      return new String(body.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertThatNothingIsHeld() {
    await().atMost(LONG).until(() -> own.provider().running() == 0);
    for (String gauge :
        List.of(
            "preloop.gateway.running",
            "preloop.usage.open",
            "preloop.usage.places",
            "preloop.budgets.reserved")) {
      await(gauge).atMost(LONG).until(() -> gauge(gauge) == 0);
    }
  }

  private double gauge(String name) {
    return preloop.bean(MeterRegistry.class).get(name).gauge().value();
  }

  /** What is not believed counts as the most that the call could cost, never as nothing. */
  private void assertThatTheLedgerIsSane(int made) {
    JsonNode totals = summary();
    assertThat(totals.path("calls").asInt()).isEqualTo(made);
    assertThat(totals.path("open_calls").asInt(0)).isZero();
    for (JsonNode call : own.calls()) {
      BigDecimal cost = call.path("cost_usd").decimalValue();
      assertThat(cost).as(call.toString()).isBetween(BigDecimal.ZERO, DEAREST);
      if (call.path("status").asString().equals("ok")) {
        assertThat(cost).as(call.toString()).isPositive();
      }
      for (String count : List.of("input_tokens", "output_tokens", "total_input_tokens")) {
        assertThat(call.path(count).asLong()).as(call.toString()).isBetween(0L, 3 * Usage.MOST);
      }
    }
  }

  private JsonNode summary() {
    return own.http()
        .get("/api/v1/account/gateway-usage/summary?key=" + own.keyId(), own.owner())
        .expect(200)
        .path("totals");
  }

  /** As many go through at once as before. */
  private void assertThatAllPassagesAreFree() {
    CountDownLatch gate = new CountDownLatch(1);
    own.provider().always(FakeAnswer.USUAL).using(new Usage(20, 0, 0, 30, 0)).after(gate);
    List<CompletableFuture<Integer>> calls =
        IntStream.range(0, 2 * AT_ONCE)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(
                    () -> call(i % 2 == 0, false).statusCode(), Thread::startVirtualThread))
            .toList();
    try {
      await().atMost(LONG).until(() -> own.provider().running() == 2 * AT_ONCE);
    } finally {
      gate.countDown();
    }
    assertThat(calls).extracting(CompletableFuture::join).containsOnly(200);
  }
}
