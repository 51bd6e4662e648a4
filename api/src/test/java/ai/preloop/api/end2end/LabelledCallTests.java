package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.attempts.FakeAnswer;
import ai.preloop.activities.dialects.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What credentials say of their calls: in the ledger, before the policy and before the lists. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabelledCallTests {

  private static final String KEYS = "/api/v1/auth/api-keys";
  private static final String TOKENS = "/api/v1/auth/runtime-sessions/token";
  private static final String LISTS = "/api/v1/model-allow-lists";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private OwnModels own;
  private String small;
  private String large;
  private String claude;
  private String gemini;
  private String agent;
  private JsonNode key;

  @BeforeAll
  void start() {
    own = new OwnModels(preloop);
    own.provider().always(FakeAnswer.USUAL).saying("Good").using(new Usage(60, 40, 0, 20, 5));
    small = own.model("openai", ",\"prices\":{\"input\":2,\"output\":8}");
    large = own.model("openai", "");
    claude = own.model("anthropic", "");
    gemini = own.model("gemini", "");
    agent = "research " + own.name();
    key = key("labelled", agent);
  }

  @AfterAll
  void stop() {
    own.close();
  }

  private JsonNode key(String name, String agentOfKey) {
    String body =
        """
        {"name":"%s %s","scopes":["gateway:invoke","mcp:call"],"team":"search","agent":"%s"}
        """
            .formatted(name, own.name(), agentOfKey);
    return http.post(KEYS, preloop.owner(), body).expect(201);
  }

  private String text() {
    return key.path("key").asString();
  }

  private String token(String labels) {
    return token(key.path("id").asString(), labels);
  }

  /** Only a person says of which flow a token is. */
  private String token(String keyId, String labels) {
    String body = "{\"key\":\"%s\",%s}".formatted(keyId, labels);
    return http.post(TOKENS, preloop.owner(), body).expect(201).path("token").asString();
  }

  private static String asked(String model) {
    return "{\"model\":\"%s\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
        .formatted(model);
  }

  private Http.Reply chat(String credential, String model, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return http.send("POST", "/openai/v1/chat/completions", credential, asked(model), all);
  }

  /** The newest call of the key, once the ledger has it. */
  private JsonNode call(String query) {
    String path =
        "/api/v1/account/gateway-usage/search?limit=1&key=" + key.path("id").asString() + query;
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> http.get(path, preloop.owner()).expect(200).path("items").path(0),
            item -> item.hasNonNull("settled_at"));
  }

  @Test
  void theLabelsOfTheCredentialWinOverWhatHeadersClaim() {
    String token = token("\"flow\":\"nightly\",\"execution\":\"run 7\",\"session\":\"s-1\"");

    chat(token, small, Map.of("X-Preloop-Agent", "somebody", "X-Preloop-Session", "another"))
        .expect(200);

    JsonNode call = call("&execution=run%207");
    assertThat(call.path("key_name").asString()).isEqualTo(key.path("name").asString());
    assertThat(call.path("agent").asString()).isEqualTo(agent);
    assertThat(call.path("team").asString()).isEqualTo("search");
    assertThat(call.path("flow").asString()).isEqualTo("nightly");
    assertThat(call.path("execution").asString()).isEqualTo("run 7");
    assertThat(call.path("session").asString()).isEqualTo("s-1");
  }

  @Test
  void headersSayWhatTheCredentialDoesNot() {
    chat(text(), small, Map.of("X-Preloop-Session", "of a header")).expect(200);

    JsonNode call = call("&session=of%20a%20header");
    assertThat(call.path("agent").asString()).isEqualTo(agent);
    assertThat(call.path("flow").isNull()).isTrue();
  }

  @Test
  void callsAreSummedUpByWhatTheyBelongTo() {
    String flow = "sums " + own.name();
    chat(token("\"flow\":\"%s\"".formatted(flow)), small, Map.of()).expect(200);
    call("&flow=" + flow.replace(" ", "%20"));

    JsonNode groups =
        http.get(
                "/api/v1/account/gateway-usage/summary?by=flow,team&team=search&agent="
                    + agent.replace(" ", "%20")
                    + "&flow="
                    + flow.replace(" ", "%20"),
                preloop.owner())
            .expect(200)
            .path("groups");

    assertThat(groups).hasSize(1);
    assertThat(groups.path(0).path("flow").asString()).isEqualTo(flow);
    assertThat(groups.path(0).path("team").asString()).isEqualTo("search");
    assertThat(groups.path(0).at("/totals/calls").asLong()).isOne();
  }

  @Test
  void theCallsOfAKeyAreSummedUpForATeamToo() {
    String flow = "team-" + own.name();
    chat(token("\"flow\":\"%s\"".formatted(flow)), small, Map.of()).expect(200);
    call("&flow=" + flow);
    String ofKey =
        "%s/%s/gateway-usage/summary?flow=%s&team="
            .formatted(KEYS, key.path("id").asString(), flow);

    JsonNode ofTeam = http.get(ofKey + "search", preloop.owner()).expect(200);
    JsonNode ofAnother = http.get(ofKey + "sales", preloop.owner()).expect(200);

    assertThat(ofTeam.at("/totals/calls").asLong()).isOne();
    assertThat(ofAnother.at("/totals/calls").asLong(-1)).isZero();
  }

  @Test
  void aTokenSpendsTheBudgetOfItsKey() {
    String token = http.post(TOKENS, own.key(), "{}").expect(201).path("token").asString();
    own.budget(new BigDecimal("0.000001"));

    assertThat(chat(token, small, Map.of()).expect(403).toString())
        .contains("budget_limit_exceeded");
    assertThat(chat(own.key(), small, Map.of()).status()).isEqualTo(403);
  }

  @Test
  void aTokenCallsNoMoreModelsThanItNames() {
    String token = token("\"models\":[\"%s\"]".formatted(small));

    chat(token, small, Map.of()).expect(200);
    assertThat(chat(token, large, Map.of()).expect(403).toString())
        .contains("model_not_allowed", "by this runtime token");
    assertThat(chat(text(), large, Map.of()).status()).isEqualTo(200);
  }

  @Test
  void policiesAskWhichAgentCalls() {
    try (ModelCaller policy = new ModelCaller("")) {
      policy.upload(
          """
          models:
            - name: %s
              conditions:
                - { expression: "agent.name == '%s' && 'search' in principal.teams", action: deny, description: Not by research. }
                - { expression: "flow.id == 'weekly' && flow.execution_id == '8'", action: deny, description: Not in the weekly run. }
          """
              .formatted(large, agent));

      assertThat(chat(text(), large, Map.of("X-Preloop-Agent", "x")).expect(403).toString())
          .contains("model_not_allowed", "Not by research.");
      assertThat(record(large).path("arguments").toString())
          .contains("\"agent\":\"%s\"".formatted(agent), "\"team\":\"search\"");
      assertThat(record(large).toString()).contains(key.path("id").asString());
      assertThat(chat(own.key(), large, Map.of("X-Preloop-Agent", agent)).status()).isEqualTo(200);
      String weekly = token(own.keyId(), "\"flow\":\"weekly\",\"execution\":\"8\"");
      assertThat(chat(weekly, large, Map.of()).expect(403).toString())
          .contains("Not in the weekly run.");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/openai/v1/chat/completions, /openai/v1/models",
    "/anthropic/v1/messages, /anthropic/v1/models",
    "/gemini/v1beta/models/MODEL:generateContent, /gemini/v1beta/models",
  })
  void theListOfAnAgentKeepsOtherModelsFromIt(String path, String listing) {
    String id = list("agent", agent, small);
    String other =
        path.startsWith("/openai") ? large : path.startsWith("/anthropic") ? claude : gemini;
    String body =
        path.startsWith("/gemini")
            ? "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}"
            : asked(other);
    try {
      Http.Reply refused = http.post(path.replace("MODEL", other), text(), body);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.body())
          .contains(
              "The list of models for the agent %s does not have the model %s."
                  .formatted(agent, other));
      assertThat(http.get(listing, text()).expect(200).toString())
          .contains(small)
          .doesNotContain(other);
      assertThat(http.get(listing, own.key()).expect(200).toString()).contains(other);
      assertThat(chat(text(), small, Map.of()).status()).isEqualTo(200);
      assertThat(
              http.send(
                      "POST",
                      path.replace("MODEL", other),
                      own.key(),
                      body,
                      Map.of("X-Preloop-Agent", agent, "Content-Type", "application/json"))
                  .status())
          .as("a header only claims")
          .isEqualTo(200);
    } finally {
      http.send("DELETE", LISTS + "/" + id, preloop.owner(), "", Map.of()).expect(204);
    }
  }

  @Test
  void theListIsAboutTheModelsThatWouldTakeTheCallToo() {
    String routed = own.routed("{\"shares\":[{\"model\":\"%s\",\"weight\":1}]}".formatted(large));
    String id = list("agent", agent, routed);
    try {
      assertThat(chat(text(), routed, Map.of()).status()).isEqualTo(403);
      http.send(
              "PUT",
              LISTS + "/" + id,
              preloop.owner(),
              allowed("agent", agent, routed + "\",\"" + large),
              Map.of("Content-Type", "application/json"))
          .expect(200);
      assertThat(chat(text(), routed, Map.of()).status()).isEqualTo(200);
    } finally {
      http.send("DELETE", LISTS + "/" + id, preloop.owner(), "", Map.of()).expect(204);
    }
  }

  @Test
  void aCallThatWaitsIsNotSentOnceItsTokenEnded() {
    String recipient = "Tokens " + own.name();
    JsonNode minted = http.post(TOKENS, preloop.agentKey(), "{}").expect(201);
    Approver approver = new Approver(http, preloop.owner());
    String approval = Agent.connect(http, minted.path("token").asString()).payLater(recipient);
    http.send("DELETE", TOKENS + "/" + minted.path("id").asString(), preloop.owner(), "", Map.of())
        .expect(204);

    approver.approve(approval).expect(200);

    JsonNode ended =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> approver.show(approval),
                shown -> shown.path("execution_status").asString("").equals("failed"));
    assertThat(ended.toString()).contains("is not valid any more");
    assertThat(preloop.agent().payments(recipient)).isZero();
  }

  @Test
  void aKeyShowsWhatItsCallsBelongTo() {
    JsonNode shown = http.get(KEYS + "/" + key.path("id").asString(), preloop.owner()).expect(200);

    assertThat(shown.path("agent").asString()).isEqualTo(agent);
    assertThat(shown.path("team").asString()).isEqualTo("search");
    assertThat(shown.has("flow")).isFalse();
    http.post(
            KEYS,
            preloop.owner(),
            "{\"name\":\"reads\",\"scopes\":[\"account:read\"],\"agent\":\"x\"}")
        .expect(422);
  }

  @Test
  void tokensOfAKeyAreListedWithoutTheirTexts() {
    String token = token("\"execution\":\"shown\",\"expires_in\":120");

    JsonNode listed =
        http.get(KEYS + "/" + key.path("id").asString() + "/runtime-tokens", preloop.owner())
            .expect(200);

    assertThat(listed.toString()).contains("\"execution\":\"shown\"").doesNotContain(token, "prt_");
  }

  private JsonNode record(String model) {
    return http.get("/api/v1/audit-logs?limit=1&tool=" + model, preloop.owner())
        .expect(200)
        .path("items")
        .path(0);
  }

  private String list(String type, String value, String model) {
    return http.post(LISTS, preloop.owner(), allowed(type, value, model))
        .expect(201)
        .path("id")
        .asString();
  }

  private static String allowed(String type, String value, String models) {
    return "{\"scope\":{\"type\":\"%s\",\"value\":\"%s\"},\"models\":[\"%s\"]}"
        .formatted(type, value, models);
  }
}
