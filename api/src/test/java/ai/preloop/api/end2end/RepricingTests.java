package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.attempts.FakeAnswer;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.dialects.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Calls that are priced again by the prices of now. */
class RepricingTests {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String PRICES = "\"prices\":{\"input\":%s,\"output\":%s}";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Instant begun = Instant.now().minusSeconds(60);
  private OwnModels own;

  @BeforeEach
  void start() {
    own = new OwnModels(preloop);
    own.provider().saying("Good").using(new Usage(1_000, 0, 0, 100, 0));
  }

  @AfterEach
  void stop() {
    own.close();
  }

  private void call(String model) {
    own.post(
            "/openai/v1/chat/completions",
            "{\"model\":\"%s\",\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                .formatted(model))
        .expect(200);
  }

  private JsonNode settled(int count) {
    return await()
        .atMost(SOON)
        .until(
            () -> own.calls().stream().filter(call -> call.hasNonNull("settled_at")).toList(),
            calls -> calls.size() == count)
        .getFirst();
  }

  private void price(String model, String input, String output) {
    JsonNode shown = own.http().get(OwnModels.PATH + "/" + model, own.owner()).expect(200);
    String body =
        "{\"alias\":\"%s\",\"provider\":\"openai\",\"identifier\":\"%s\",\"endpoint\":\"%s\",%s}"
            .formatted(
                model,
                shown.path("identifier").asString(),
                shown.path("endpoint").asString(),
                PRICES.formatted(input, output));
    own.http()
        .send(
            "PUT",
            OwnModels.PATH + "/" + model,
            own.owner(),
            body,
            Map.of("Content-Type", "application/json"))
        .expect(200);
  }

  private JsonNode reprice(String model, boolean preview) {
    return own.http()
        .post(
            "/api/v1/account/gateway-usage/reprice",
            own.owner(),
            "{\"from\":\"%s\",\"to\":\"%s\",\"model\":\"%s\",\"preview_only\":%b}"
                .formatted(begun, Instant.now().plusSeconds(60), model, preview))
        .expect(200);
  }

  private static void assertCameTo(JsonNode answer, int changed, String before, String after) {
    assertThat(answer.path("looked_at").asInt()).isOne();
    assertThat(answer.path("changed").asInt()).isEqualTo(changed);
    assertThat(answer.path("before_usd").decimalValue()).isEqualByComparingTo(before);
    assertThat(answer.path("after_usd").decimalValue()).isEqualByComparingTo(after);
  }

  private BigDecimal spent() {
    return own.http()
        .get("/api/v1/budgets/" + own.name(), own.owner())
        .expect(200)
        .at("/window/spent_usd")
        .decimalValue();
  }

  @Test
  void aCallCostsWhatItDoesNowAndBudgetsKnowIt() {
    String model = own.model("openai", "," + PRICES.formatted("2", "8"));
    own.budget(new BigDecimal("50"));
    call(model);
    settled(1);
    await().atMost(SOON).untilAsserted(() -> assertThat(spent()).isEqualByComparingTo("0.0028"));
    price(model, "1", "4");

    assertCameTo(reprice(model, true), 1, "0.0028", "0.0014");
    assertThat(settled(1).path("cost_usd").decimalValue()).isEqualByComparingTo("0.0028");
    assertCameTo(reprice(model, false), 1, "0.0028", "0.0014");

    JsonNode after = settled(1);
    assertThat(after.path("cost_usd").decimalValue()).isEqualByComparingTo("0.0014");
    assertThat(after.path("previous_cost_usd").decimalValue()).isEqualByComparingTo("0.0028");
    assertThat(spent()).isEqualByComparingTo("0.0014");
    assertCameTo(reprice(model, false), 0, "0.0014", "0.0014");
    await().atMost(SOON).until(() -> recorded(model) == 1);
  }

  private int recorded(String model) {
    return preloop
        .bean(Database.class)
        .asSystem(jdbc ->
            jdbc.sql(
                    "select count(*) from audit_records where action = 'usage.repriced' and server = ?")
                .param(model)
                .query(Integer.class)
                .single());
  }

  @Test
  void aCallWithoutAPriceGetsOneThatIsKnownNow() {
    String model = own.model("openai", "");
    call(model);
    assertThat(settled(1).path("cost_usd").isNull()).isTrue();
    price(model, "1", "4");

    assertCameTo(reprice(model, false), 1, "0", "0.0014");
    assertThat(settled(1).path("price_source").asString()).isEqualTo("account");
  }

  @Test
  void whatCountsAsTheMostThatItCouldCostStays() {
    String model = own.model("openai", "," + PRICES.formatted("2", "8"));
    own.budget(new BigDecimal("50"));
    own.provider().next(new FakeAnswer.CutAfter(1));
    own.post(
        "/openai/v1/chat/completions",
        "{\"model\":\"%s\",\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
            .formatted(model));
    BigDecimal cost = settled(1).path("cost_usd").decimalValue();
    price(model, "0.001", "0.004");

    assertThat(reprice(model, false).path("changed").asInt()).isZero();
    assertThat(settled(1).path("cost_usd").decimalValue()).isEqualByComparingTo(cost);
  }

  @Test
  void aKeyOfAgentsPricesNothing() {
    String body = "{\"from\":\"%s\",\"to\":\"%s\"}".formatted(begun, Instant.now().plusSeconds(60));

    own.post("/api/v1/account/gateway-usage/reprice", body).expect(403);
  }
}
