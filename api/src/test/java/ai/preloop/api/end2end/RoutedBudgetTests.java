package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.attempts.FakeAnswer;
import ai.preloop.activities.attempts.FakeRequest;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An alias that shares its calls among models, some of which have used up their budgets. */
class RoutedBudgetTests {

  private static final String PRICED = ",\"prices\":{\"input\":1,\"output\":1000}";
  private static final BigDecimal TOO_LITTLE = new BigDecimal("0.001");

  private final OwnModels own = new OwnModels(RunningPreloop.shared());
  private final String full = own.model("openai", PRICED);
  private final String open = own.model("anthropic", PRICED);

  @BeforeEach
  void usual() {
    own.provider().always(FakeAnswer.USUAL).saying("Good ", "morning");
    own.budget("model", full, TOO_LITTLE);
  }

  @AfterEach
  void stop() {
    own.close();
  }

  @Test
  void goesToTheModelsThatHaveRoom() {
    String alias =
        own.routed(
            "{\"shares\":[{\"model\":\"%s\",\"weight\":99},{\"model\":\"%s\",\"weight\":1}]}"
                .formatted(full, open));

    for (int call = 0; call < 5; call++) {
      chat(alias).expect(200);
    }

    assertThat(paths()).hasSize(5).allMatch(path -> path.contains("/messages"));
  }

  @Test
  void fallsBackToTheModelThatHasRoom() {
    String alias = own.routed(sharedWith(full, open));

    chat(alias).expect(200);

    assertThat(paths()).singleElement().asString().contains("/messages");
  }

  @Test
  void fallsBackToNoneThatHasNoRoom() {
    String alias = own.routed(sharedWith(open, full));
    own.provider().always(FakeAnswer.CUT_BEFORE_HEAD);

    chat(alias).expect(502);

    assertThat(paths()).isNotEmpty().allMatch(path -> path.contains("/messages"));
  }

  @Test
  void fallsBackToACheapModelWhoseBudgetHasNoRoomForADearOne() {
    String cheap = own.model("anthropic", ",\"prices\":{\"input\":1,\"output\":10}");
    String dear = own.model("openai", PRICED);
    budget(cheap, "0.05");
    budget(dear, "0.001");
    String alias = own.routed(sharedWith(dear, cheap));

    chat(alias).expect(200);

    assertThat(paths()).singleElement().asString().contains("/messages");
  }

  private void budget(String alias, String dollars) {
    own.http()
        .post(
            "/api/v1/budgets",
            own.owner(),
            """
            {"name":"of-%1$s","scope":{"type":"model","value":"%1$s"},"period":"all_time","limit_usd":%2$s}
            """
                .formatted(alias, dollars))
        .expect(201);
  }

  @Test
  void isRefusedWhenNoModelHasRoom() {
    String alias = own.routed("{\"shares\":[{\"model\":\"%s\",\"weight\":1}]}".formatted(full));

    JsonNode refused = chat(alias).expect(403);

    assertThat(refused.at("/error/code").asString()).isEqualTo("budget_limit_exceeded");
    assertThat(paths()).isEmpty();
  }

  @Test
  void isRefusedWhenTheBudgetOfTheAliasHasNoRoom() {
    String alias = own.routed(sharedWith(open, full));
    budget(alias, "0.001");

    chat(alias).expect(403);

    assertThat(paths()).isEmpty();
  }

  private static String sharedWith(String first, String then) {
    return "{\"shares\":[{\"model\":\"%s\",\"weight\":1}],\"fallbacks\":[\"%s\"]}"
        .formatted(first, then);
  }

  private List<String> paths() {
    return own.provider().requests().stream().map(FakeRequest::path).toList();
  }

  private Http.Reply chat(String alias) {
    return own.post(
        "/openai/v1/chat/completions",
        "{\"model\":\"%s\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
            .formatted(alias));
  }
}
