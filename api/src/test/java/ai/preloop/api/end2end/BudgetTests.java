package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.api.end2end.Http.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Budgets over REST. */
class BudgetTests {

  private static final String PATH = "/api/v1/budgets";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final String owner = preloop.owner();

  @AfterEach
  void remove() {
    http.get(PATH, owner)
        .expect(200)
        .path("items")
        .valueStream()
        .forEach(budget -> send("DELETE", "/" + budget.path("id").asString(), "").expect(204));
  }

  @Test
  void aBudgetIsMadeShownChangedAndRemoved() {
    JsonNode made = made(body("daily", "{\"type\":\"account\"}", "12.5"));
    assertThat(made.path("limit_usd").decimalValue()).isEqualByComparingTo("12.5");
    assertThat(made.path("kind").asString()).isEqualTo("hard");
    assertThat(made.path("on_unpriced").asString()).isEqualTo("allow");
    assertThat(made.path("window").path("spent_usd").decimalValue()).isZero();
    assertThat(made.path("window").path("resets_at").asString()).endsWith("T00:00:00Z");

    JsonNode changed =
        send("PUT", "/daily", body("by day", "{\"type\":\"account\"}", "0.000000001")).expect(200);
    assertThat(changed.path("id")).isEqualTo(made.path("id"));
    assertThat(http.get(PATH + "/" + made.path("id").asString(), owner).expect(200))
        .isEqualTo(changed);
    assertThat(http.get(PATH + "/daily", owner).status()).isEqualTo(404);
  }

  @Test
  void aBudgetForEachHasItsWindowsApart() {
    assertThat(made(body("keys", "{\"type\":\"key\"}", "1")).path("window").isNull()).isTrue();

    assertThat(http.get(PATH + "/keys/windows", owner).expect(200).path("items").isEmpty())
        .isTrue();
  }

  @Test
  void aNameIsTakenOnce() {
    made(body("one", "{\"type\":\"account\"}", "1"));

    assertThat(http.post(PATH, owner, body("one", "{\"type\":\"user\"}", "2")).status())
        .isEqualTo(409);
  }

  @Test
  void whatItCountsStays() {
    made(body("one", "{\"type\":\"account\"}", "1"));

    JsonNode refused = send("PUT", "/one", body("one", "{\"type\":\"user\"}", "1")).expect(422);

    assertThat(refused.path("detail").asString()).contains("make another budget");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"team\",\"value\":\"\"} | 1 | scope.value has 1 to 200",
        "{\"type\":\"planet\"} | 1 | scope.type is one of account",
        "{\"type\":\"account\",\"value\":\"x\"} | 1 | has no scope.value",
        "{\"type\":\"user\",\"value\":\"ana\"} | 1 | the id of a user",
        "{\"type\":\"key\",\"value\":\"00000000-0000-0000-0000-000000000001\"} | 1 | no key with",
        "{\"type\":\"account\"} | -1 | limit_usd is from 0",
        "{\"type\":\"account\"} | 1e2147483647 | limit_usd is from 0",
      })
  void whatCannotBeIsSaid(String scope, String limit, String sentence) {
    JsonNode refused = http.post(PATH, owner, body("none", scope, limit)).expect(422);

    assertThat(refused.path("detail").asString()).contains(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"unit\":\"tool_calls\",\"limit_usd\":1 | A budget of tool_calls has a limit",
        "\"unit\":\"tool_calls\" | A budget of tool_calls has a limit",
        "\"unit\":\"tool_calls\",\"limit\":1,\"limit_usd\":1 | and no limit_usd",
        "\"limit\":1 | A budget of usd has limit_usd",
        "\"unit\":\"side_effects\",\"limit\":-1 | The limit is from 0",
        "\"unit\":\"side_effects\",\"limit\":1,\"on_unpriced\":\"refuse\" | have no price",
        "\"unit\":\"eggs\",\"limit\":1 | unit is one of usd, tool_calls, side_effects",
      })
  void aLimitIsOfItsUnit(String members, String sentence) {
    String body =
        "{\"name\":\"none\",\"scope\":{\"type\":\"agent\"},\"period\":\"day\",%s}"
            .formatted(members);

    JsonNode refused = http.post(PATH, owner, body).expect(422);

    assertThat(refused.path("detail").asString()).contains(sentence);
  }

  @Test
  void aLimitOfCallsIsAWholeNumber() {
    String body =
        "{\"name\":\"half\",\"scope\":{\"type\":\"agent\"},\"period\":\"day\",\"unit\":\"tool_calls\",\"limit\":1.9}";

    JsonNode refused = http.post(PATH, owner, body).expect(400);

    assertThat(refused.path("detail").asString()).contains("limit is not a whole number");
  }

  @Test
  void whetherIsSaidByTrueOrFalse() {
    for (String text : List.of("\"\"", "\"false\"", "1")) {
      String body = "{\"preview_only\":%s}".formatted(text);

      assertThat(http.post("/api/v1/account/gateway-usage/reprice", owner, body).status())
          .as(text)
          .isEqualTo(400);
    }
  }

  @Test
  void whatItIsForHasNoSpaceAroundIt() {
    String body =
        "{\"name\":\"ops\",\"scope\":{\"type\":\"team\",\"value\":\" ops\"},\"period\":\"day\",\"limit_usd\":1}";

    JsonNode refused = http.post(PATH, owner, body).expect(422);

    assertThat(refused.path("detail").asString()).contains("has no space");
  }

  private JsonNode made(String body) {
    return http.post(PATH, owner, body).expect(201);
  }

  private Reply send(String method, String path, String body) {
    return http.send(method, PATH + path, owner, body, Map.of("Content-Type", "application/json"));
  }

  private static String body(String name, String scope, String limit) {
    return "{\"name\":\"%s\",\"scope\":%s,\"period\":\"day\",\"limit_usd\":%s}"
        .formatted(name, scope, limit);
  }
}
