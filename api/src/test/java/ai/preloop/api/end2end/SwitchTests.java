package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What is switched off for the account is not declared, not served and not passed on. */
class SwitchTests {

  private static final String ABLE =
      "{\"sampling\":{},\"elicitation\":{\"form\":{}},\"roots\":{\"listChanged\":true}}";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private OwnServer own;

  @BeforeEach
  void register() {
    own = new OwnServer(preloop);
    own.server().declare("{\"tools\":{},\"resources\":{\"listChanged\":true},\"prompts\":{}}");
    own.server()
        .answer(
            "resources/list",
            "{\"resources\":[{\"uri\":\"own://%s\",\"name\":\"a\"}]}".formatted(own.name()));
    own.server().answer("prompts/list", "{\"prompts\":[{\"name\":\"%s\"}]}".formatted(own.name()));
    own.define("\"inputSchema\":{\"type\":\"object\"}").register("");
  }

  @AfterEach
  void switchOn() {
    turn(
        "\"resources\":true,\"prompts\":true,\"sampling\":true,\"elicitation\":true,\"roots\":true");
    own.remove();
  }

  @ParameterizedTest
  @CsvSource({"resources", "prompts"})
  void whatServersOfferIsDeclaredAndServedOnlyWhereItIsOn(String feature) {
    assertThat(declared().has(feature)).isTrue();
    assertThat(listed(feature).path("result").toString()).contains(own.name());

    turn("\"" + feature + "\":false");

    assertThat(declared().has(feature)).isFalse();
    assertThat(declared().has("tools")).isTrue();
    assertThat(listed(feature).at("/error/code").asInt()).isEqualTo(-32601);
    assertThat(listed(feature.equals("prompts") ? "resources" : "prompts").has("result")).isTrue();
    assertThat(own.agent().call(own.name(), "{}").path("isError").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "sampling, sampling/createMessage",
    "elicitation, elicitation/create",
    "roots, roots/list"
  })
  void whatServersAskOfClientsIsPassedOnOnlyWhereItIsOn(String feature, String method) {
    own.server()
        .answerWithEvents(
            "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":77,\"method\":\"%s\",\"params\":{}}\n\n"
                .formatted(method));
    Agent able = able();
    assertThat(called(able)).contains(method);
    assertThat(declaredToServer()).contains("\"" + feature + "\"");
    awaitAsked(method, "given_up");

    turn("\"" + feature + "\":false");

    assertThat(called(able)).doesNotContain(method);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            own.server().requests().stream()
                .anyMatch(
                    request -> request.body().contains("-32601") && request.body().contains("77")));
    awaitAsked(method, "refused");
    called(able());
    assertThat(declaredToServer()).doesNotContain("\"" + feature + "\"");
  }

  @Test
  void aChangeIsShownAndRecordedAndStaysOutOfAnAgentsReach() {
    JsonNode changed = turn("\"sampling\":false");

    assertThat(changed.path("sampling").asBoolean()).isFalse();
    assertThat(changed.path("roots").asBoolean()).isTrue();
    assertThat(http.get("/api/v1/account/switches", own.owner().token()).expect(200))
        .isEqualTo(changed);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            http.get("/api/v1/audit-logs?limit=20", own.owner().token())
                .expect(200)
                .path("items")
                .valueStream()
                .anyMatch(item ->
                    item.path("action").asString().equals("account.switched")
                        && item.path("arguments").toString().contains("sampling")));
    assertThat(put(own.key(), "{\"sampling\":true}").status()).isEqualTo(403);
    assertThat(put(own.owner().token(), "{\"tools\":false}").status()).isBetween(400, 422);
  }

  private void awaitAsked(String method, String outcome) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            http.get("/api/v1/audit-logs?limit=20&server=" + own.name(), own.owner().token())
                .expect(200)
                .path("items")
                .valueStream()
                .filter(item -> item.path("action").asString().equals("server.asked"))
                .filter(item -> item.at("/arguments/method").asString().equals(method))
                .anyMatch(item -> item.path("outcome").asString().equals(outcome)));
  }

  private JsonNode turn(String members) {
    return put(own.owner().token(), "{" + members + "}").expect(200);
  }

  private Http.Reply put(String credential, String body) {
    return http.send(
        "PUT",
        "/api/v1/account/switches",
        credential,
        body,
        Map.of("Content-Type", "application/json"));
  }

  private JsonNode declared() {
    return new Agent(http, own.key(), "", new AtomicLong())
        .rpc("initialize", initialize("{}"))
        .expect(200)
        .at("/result/capabilities");
  }

  private JsonNode listed(String feature) {
    return own.agent().rpc(feature + "/list", "{}").expect(200);
  }

  private Agent able() {
    Agent stranger = new Agent(http, own.key(), "", new AtomicLong());
    Http.Reply opened = stranger.rpc("initialize", initialize(ABLE));
    String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
    return new Agent(http, own.key(), session, new AtomicLong());
  }

  private static String initialize(String capabilities) {
    return "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":%s,\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}"
        .formatted(capabilities);
  }

  private String called(Agent agent) {
    return agent.callForReply(own.name(), "{}").body();
  }

  private String declaredToServer() {
    return own.server().requests().stream()
        .filter(request -> request.rpcMethod().equals("initialize"))
        .toList()
        .getLast()
        .body();
  }
}
