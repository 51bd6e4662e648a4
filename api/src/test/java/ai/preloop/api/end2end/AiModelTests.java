package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.models.KnownModels;
import ai.preloop.workflows.identity.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Models over REST. */
class AiModelTests {

  private static final String PATH = "/api/v1/ai-models";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final String owner = preloop.owner();
  private final List<String> made = new ArrayList<>();

  @AfterEach
  void clear() {
    made.reversed().forEach(id -> http.send("DELETE", PATH + "/" + id, owner, "", Map.of()));
  }

  @Test
  void isShownWithWhatItCosts() {
    JsonNode model =
        add(
            """
            {"alias":"large","provider":"openai","identifier":"gpt-4o-2024-08-06",
             "prices":{"input":2,"cache_read":0.5},
             "limits":{"concurrent_calls":8,"connect_seconds":3}}
            """);

    assertThat(model.path("prices").toString()).isEqualTo("{\"input\":2,\"cache_read\":0.5}");
    assertThat(model.at("/effective_prices/input").decimalValue()).isEqualByComparingTo("2");
    assertThat(model.at("/effective_prices/output").decimalValue()).isEqualByComparingTo("10");
    assertThat(model.at("/effective_prices/cache_write").decimalValue()).isEqualByComparingTo("2");
    assertThat(model.path("price_source").asString()).startsWith("account+catalogue 2026-");
    assertThat(model.at("/limits/concurrent_calls").asInt()).isEqualTo(8);
    assertThat(model.at("/limits/connect_seconds").asInt()).isEqualTo(3);
    assertThat(model.at("/limits/first_byte_seconds").asInt()).isEqualTo(600);
    assertThat(model.at("/limits").has("tokens_per_minute")).isFalse();
    assertThat(model.at("/routing/fallbacks").isArray()).isTrue();
    assertThat(http.get(PATH + "/large", preloop.readKey()).expect(200)).isEqualTo(model);
    assertThat(http.get(PATH + "/" + model.path("id").asString(), owner).expect(200))
        .isEqualTo(model);
    assertThat(http.get(PATH + "?limit=1000", owner).expect(200).path("items")).contains(model);
  }

  @Test
  void whatNobodyPricesSaysSo() {
    JsonNode model =
        add(
            """
            {"alias":"local","provider":"openai_compatible","identifier":"llama",
             "endpoint":"http://127.0.0.1:11434/v1"}
            """);

    assertThat(model.path("price_source").asString()).isEqualTo("none");
    assertThat(model.has("effective_prices")).isFalse();
    assertThat(model.path("endpoint").asString()).isEqualTo("http://127.0.0.1:11434/v1");
  }

  @Test
  void aKeyGoesInAndNeverComesOut() {
    String key = "sk-hush-" + UUID.randomUUID();
    JsonNode model =
        add(
            """
            {"alias":"keyed","provider":"anthropic","identifier":"claude-opus-4-6",
             "api_key":"%s"}
            """
                .formatted(key));
    String id = model.path("id").asString();

    assertThat(model.path("secret").asString()).isEqualTo("models/" + id);
    assertThat(model.has("api_key")).isFalse();
    assertThat(http.get(PATH + "/keyed", owner).expect(200).toString()).doesNotContain(key);
    JsonNode renamed =
        put(id, "{\"alias\":\"named\",\"provider\":\"anthropic\",\"identifier\":\"claude-opus-5\"}")
            .expect(200);
    assertThat(renamed.path("secret").asString()).isEqualTo("models/" + id);
    JsonNode bare =
        put(
                "named",
                "{\"alias\":\"named\",\"provider\":\"anthropic\",\"identifier\":\"x\",\"secret\":\"\"}")
            .expect(200);
    assertThat(bare.has("secret")).isFalse();
    assertThat(http.get("/api/v1/secrets", owner).expect(200).toString()).doesNotContain(id);
  }

  @Test
  void aSecretThatAModelHasIsNotDeleted() {
    String name = "of-a-model-" + UUID.randomUUID();
    http.send(
            "PUT",
            "/api/v1/secrets/" + name,
            owner,
            "{\"value\":\"hush\"}",
            Map.of("Content-Type", "application/json"))
        .expect(200);
    JsonNode model =
        add(
            "{\"alias\":\"secretive\",\"provider\":\"openai\",\"identifier\":\"x\",\"secret\":\"%s\"}"
                .formatted(name));
    String secret = "/api/v1/secrets?name=" + name;

    assertThat(
            http.send("DELETE", secret, owner, "", Map.of()).expect(409).path("detail").asString())
        .contains("the model secretive");
    http.send("DELETE", PATH + "/" + model.path("id").asString(), owner, "", Map.of()).expect(204);
    http.send("DELETE", secret, owner, "", Map.of()).expect(204);
  }

  @Test
  void anAliasWithASlashIsFoundByItsId() {
    JsonNode model =
        add("{\"alias\":\"eu/large\",\"provider\":\"openai\",\"identifier\":\"gpt-4o\"}");

    assertThat(http.get(PATH + "/" + model.path("id").asString(), owner).expect(200))
        .isEqualTo(model);
    assertThat(http.get(PATH + "/eu/large", owner).status()).isEqualTo(404);
  }

  @Test
  void whatOthersRouteToIsNamedAndStays() {
    add("{\"alias\":\"first\",\"provider\":\"openai\",\"identifier\":\"gpt-4o\"}");
    JsonNode shares =
        add(
            "{\"alias\":\"either\",\"routing\":{\"shares\":[{\"model\":\"first\",\"weight\":3}],"
                + "\"fallbacks\":[\"first\"]}}");

    assertThat(shares.at("/routing/shares/0/weight").asInt()).isEqualTo(3);
    assertThat(shares.has("provider")).isFalse();
    JsonNode refused = http.send("DELETE", PATH + "/first", owner, "", Map.of()).expect(409);
    assertThat(refused.path("detail").asString()).contains("either");
    assertThat(refused.at("/models/0").asString()).isEqualTo("either");
    http.post(PATH + "/either/test", owner, "").expect(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alias\":\"a b\",\"provider\":\"openai\",\"identifier\":\"x\"}",
        "{\"alias\":\"a\",\"provider\":\"cohere\",\"identifier\":\"x\"}",
        "{\"alias\":\"a\",\"provider\":\"openai\"}",
        "{\"alias\":\"a\",\"provider\":\"bedrock\",\"identifier\":\"x\"}",
        "{\"alias\":\"a\",\"provider\":\"openai\",\"identifier\":\"x\",\"endpoint\":\"ftp://x\"}",
        "{\"alias\":\"a\",\"provider\":\"openai\",\"identifier\":\"x\",\"endpoint\":\"a b\"}",
        "{\"alias\":\"a\",\"provider\":\"openai\",\"identifier\":\"x\",\"prices\":{\"input\":-1}}",
        "{\"alias\":\"a\",\"provider\":\"openai\",\"identifier\":\"x\",\"limits\":{\"idle_seconds\":0}}",
        "{\"alias\":\"a\",\"provider\":\"openai\",\"identifier\":\"x\",\"secret\":\"s\",\"api_key\":\"k\"}",
        "{\"alias\":\"a\",\"routing\":{\"shares\":[{\"model\":\"nowhere\",\"weight\":1}]}}",
        "{\"alias\":\"a\",\"routing\":{\"shares\":[{\"model\":\"a\",\"weight\":1}]}}"
      })
  void whatCannotBeIsRefusedWithASentence(String asked) {
    JsonNode problem = http.post(PATH, owner, asked).expect(422);

    assertThat(problem.path("detail").asString()).endsWith(".").contains(" ");
  }

  @Test
  void whatIsNotKnownIsRefused() {
    http.post(PATH, owner, "{\"alias\":\"a\",\"provider\":\"openai\",\"model\":\"x\"}").expect(400);
    http.post(PATH, owner, "{\"provider\":\"openai\",\"identifier\":\"x\"}").expect(422);
    http.get(PATH + "?provider=openai", owner).expect(422);
    http.get(PATH + "/nowhere", owner).expect(404);
    http.post(
            PATH,
            preloop.readKey(),
            "{\"alias\":\"a\",\"provider\":\"openai\",\"identifier\":\"x\"}")
        .expect(403);
    http.get(PATH, preloop.agentKey()).expect(403);
  }

  @Test
  void aRepeatedRequestMakesOneModel() {
    String asked = "{\"alias\":\"once\",\"provider\":\"openai\",\"identifier\":\"gpt-4o\"}";
    Map<String, String> headers =
        Map.of("Content-Type", "application/json", "Idempotency-Key", "once-" + UUID.randomUUID());

    JsonNode first = http.send("POST", PATH, owner, asked, headers).expect(201);
    made.add(first.path("id").asString());

    assertThat(http.send("POST", PATH, owner, asked, headers).expect(201)).isEqualTo(first);
    http.post(PATH, owner, asked).expect(409);
  }

  @Test
  void isInForceAtOnce() {
    add("{\"alias\":\"known\",\"provider\":\"openai\",\"identifier\":\"gpt-4o\"}");
    KnownModels known = preloop.bean(KnownModels.class);
    Database database = preloop.bean(Database.class);
    AccountId account =
        new AccountId(
            database.asSystem(jdbc ->
                jdbc.sql("select id from accounts where name = 'default'")
                    .query(UUID.class)
                    .single()));

    assertThat(known.find(account, "known")).isPresent();
  }

  private JsonNode add(String asked) {
    JsonNode model = http.post(PATH, owner, asked).expect(201);
    made.add(model.path("id").asString());
    return model;
  }

  private Http.Reply put(String called, String asked) {
    return http.send(
        "PUT", PATH + "/" + called, owner, asked, Map.of("Content-Type", "application/json"));
  }
}
