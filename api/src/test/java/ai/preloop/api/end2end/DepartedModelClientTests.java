package ai.preloop.api.end2end;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.attempts.FakeAnswer;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.dialects.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Scanner;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Clients of models that close their connection before they have their answer. */
class DepartedModelClientTests {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String PRICED = ",\"prices\":{\"input\":2,\"output\":8}";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private OwnModels own;

  @BeforeEach
  void start() {
    own = new OwnModels(preloop);
    own.provider().saying("Good ", "morning").using(new Usage(60, 0, 0, 20, 0));
  }

  @AfterEach
  void stop() {
    own.close();
  }

  private static String asked(String model, String more) {
    return "{\"model\":\"%s\",\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}"
        .formatted(model, more);
  }

  private Socket connected() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), preloop.http().base().getPort());
    client.setSoTimeout(Math.toIntExact(SOON.toMillis()));
    return client;
  }

  private void post(Socket client, String path, String body) throws IOException {
    String request =
        "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(
                path,
                preloop.http().base().getAuthority(),
                own.key(),
                body.getBytes(UTF_8).length,
                body);
    client.getOutputStream().write(request.getBytes(UTF_8));
    client.getOutputStream().flush();
  }

  private void requestsCome(int count) {
    await().atMost(SOON).until(() -> own.provider().requests().size() == count);
  }

  private JsonNode left() {
    return await()
        .atMost(SOON)
        .until(
            () -> own.calls().stream().findFirst(),
            call -> call.isPresent() && call.get().path("status").asString().equals("left"))
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"stream\":true"})
  void theProviderIsLetGoBeforeItAnswers(String more) throws Exception {
    String model = own.model("openai", PRICED);
    own.provider().next(FakeAnswer.STALL_BEFORE_HEAD);
    try (Socket client = connected()) {
      post(client, "/openai/v1/chat/completions", asked(model, more));
      requestsCome(1);
    }

    assertThat(own.provider().firstLeft().await(6, SECONDS)).isTrue();
    JsonNode call = left();
    assertThat(call.path("cost_usd").decimalValue()).isPositive();
    assertThat(call.path("usage_estimated").asBoolean()).isTrue();
    assertThat(own.provider().requests()).hasSize(1);
    await().atMost(SOON).until(() -> own.provider().running() == 0);
  }

  @Test
  void underAHardBudgetTheMostThatTheCallCouldCostIsCharged() throws Exception {
    String model = own.model("openai", PRICED);
    own.budget(new BigDecimal("5"));
    own.provider().next(FakeAnswer.STALL_BEFORE_HEAD);
    String body = asked(model, "");
    try (Socket client = connected()) {
      post(client, "/openai/v1/chat/completions", body);
      requestsCome(1);
    }

    JsonNode call = left();
    assertThat(call.path("cost_usd").decimalValue())
        .isGreaterThanOrEqualTo(new BigDecimal("0.000792"));
  }

  @ParameterizedTest
  @CsvSource({"0, ''", "1, ',\"stream\":true'"})
  void theProviderIsLetGoWhenItStallsWithinItsAnswer(int frames, String more) throws Exception {
    String model = own.model("openai", PRICED);
    own.provider().next(new FakeAnswer.StallAfter(frames));
    try (Socket client = connected()) {
      post(client, "/openai/v1/chat/completions", asked(model, more));
      requestsCome(1);
    }

    assertThat(own.provider().firstLeft().await(6, SECONDS)).isTrue();
    assertThat(left().path("cost_usd").decimalValue()).isPositive();
  }

  @Test
  void whoIsThereIsWaitedForAndMaySendTheNextRequestMeanwhile() throws Exception {
    String model = own.model("openai", PRICED);
    CountDownLatch gate = new CountDownLatch(1);
    own.provider().after(gate);
    try (Socket client = connected();
        Scanner heard = new Scanner(client.getInputStream(), UTF_8)) {
      post(client, "/openai/v1/chat/completions", asked(model, ""));
      requestsCome(1);
      post(client, "/openai/v1/chat/completions", asked(model, ",\"n\":1"));
      await().during(Duration.ofSeconds(4)).until(() -> own.provider().running() == 1);
      gate.countDown();

      assertThat(heard.findWithinHorizon("HTTP/1.1 200", 0)).isNotNull();
      assertThat(heard.findWithinHorizon("HTTP/1.1 200", 0)).isNotNull();
    }
    assertThat(own.provider().requests()).hasSize(2);
    assertThat(own.provider().lastRequest().json().path("n").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openai/v1/chat/completions",
        "/gemini/v1beta/models/%s:generateContent",
        "/gemini/v1beta/models/%s:streamGenerateContent?alt=sse"
      })
  void aCallThatPeopleAreAskedAboutIsNotSentForWhoHasLeft(String path) throws Exception {
    boolean gemini = path.contains("gemini");
    String model = own.model(gemini ? "gemini" : "openai", PRICED);
    OwnServer people = new OwnServer(preloop);
    people.upload(
        """
        approval_workflows: [ { name: of-NAME, timeout_seconds: 300 } ]
        models: [ { name: %s, approval_workflow: of-NAME, otherwise: require_approval } ]
        """
            .formatted(model));
    try (Socket client = connected()) {
      String body =
          gemini
              ? "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}"
              : asked(model, "");
      post(client, path.formatted(model), body);
      String id = await().atMost(SOON).until(() -> pending(model), found -> !found.isEmpty());
      leave(client);
      await().atMost(SOON).until(() -> waiters(id) == 0);
      people.owner().approve(id).expect(200);
      await().during(Duration.ofSeconds(3)).until(() -> own.provider().requests().isEmpty());
    } finally {
      people.close();
    }
  }

  private String pending(String model) {
    return own.http()
        .get("/api/v1/approval-requests?status=pending&limit=100", own.owner())
        .expect(200)
        .path("items")
        .valueStream()
        .filter(request -> request.path("tool_name").asString().equals(model))
        .map(request -> request.path("id").asString())
        .findFirst()
        .orElse("");
  }

  private int waiters(String id) {
    return preloop
        .bean(Database.class)
        .asSystem(jdbc ->
            jdbc.sql("select waiters from approval_requests where id = ?")
                .param(UUID.fromString(id))
                .query(Integer.class)
                .single());
  }

  private static void leave(Socket client) throws IOException {
    client.close();
  }
}
