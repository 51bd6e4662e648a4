package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Conditions hold for what is done about resources and prompts beside reading and getting them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
class JudgedBesideReadingTests {

  private static final String SUBSCRIBE = "resources/subscribe";
  private static final String COMPLETE = "completion/complete";
  private static final String REFUSED = "Not for this key.";

  private final OwnServer own = new OwnServer(RunningPreloop.shared());
  private Agent agent;
  private StatelessAgent stateless;

  @BeforeAll
  void start() {
    FixtureMcpServer server = own.server();
    server.declare("{\"tools\":{},\"resources\":{\"subscribe\":true},\"prompts\":{}}");
    Map.of(
            "resources/list",
            "{\"resources\":[{\"uri\":\"beside:open\"},{\"uri\":\"beside:secret\"},{\"uri\":\"beside:asked\"},{\"uri\":\"beside:first\"}]}",
            "prompts/list",
            "{\"prompts\":[{\"name\":\"beside_denied\"},{\"name\":\"beside_asked\"},{\"name\":\"beside_args\"}]}",
            "resources/templates/list",
            "{\"resourceTemplates\":[{\"uriTemplate\":\"beside:secret/{x}\"}]}",
            SUBSCRIBE,
            "{}",
            "resources/unsubscribe",
            "{}",
            COMPLETE,
            "{\"completion\":{\"values\":[\"one\"]}}")
        .forEach(server::answer);
    server.tool(own.name(), "{}", _ -> FixtureMcpServer.text("done"));
    own.register("");
    own.upload(
        """
        approval_workflows:
          - { name: own, timeout_seconds: 600, async_approval: true }
        resources:
          - name: "beside:*"
            approval_workflow: own
            conditions:
              - { expression: "resource.uri.contains('secret')", action: deny, description: Secrets stay. }
              - { expression: "resource.uri.contains('asked')" }
              - { expression: "resource.uri.contains('first') && session.calls > 0", action: deny }
        prompts:
          - name: beside_denied
            conditions:
              - { expression: "principal.name == 'NAME'", action: deny, description: Not for this key. }
          - { name: beside_asked, approval_workflow: own }
          - name: beside_args
            conditions: [ { expression: "has(args.x)", action: deny } ]
        """);
    agent = own.agent();
    stateless = new StatelessAgent(RunningPreloop.shared().http(), own.key());
  }

  @AfterAll
  void stop() {
    own.remove();
  }

  @Test
  void whatMayBeReadIsSubscribedTo() {
    assertThat(agent.rpc(SUBSCRIBE, uri("beside:open")).expect(200).has("result")).isTrue();
    assertThat(heard(SUBSCRIBE, "beside:open")).isNotEmpty();
  }

  @Test
  void whatMayNotBeReadIsNotSubscribedTo() {
    assertThat(refusal(agent, SUBSCRIBE, uri("beside:secret"))).isEqualTo("Secrets stay.");
    assertThat(heard(SUBSCRIBE, "beside:secret")).isEmpty();
    assertThat(untilRecorded("resource.subscribe", "beside:secret", "refused").toString())
        .contains("deny", "Secrets stay.");
  }

  @Test
  void whatAPersonDecidesAboutIsNotSubscribedTo() {
    assertThat(refusal(agent, SUBSCRIBE, uri("beside:asked")))
        .isEqualTo(
            "A person decides about each reading of this resource, so it cannot be subscribed to.");
    assertThat(heard(SUBSCRIBE, "beside:asked")).isEmpty();
    assertThat(own.pending()).isEmpty();
    assertThat(untilRecorded("resource.subscribe", "beside:asked", "not_opened").toString())
        .contains("deny", "A person decides about each reading");
  }

  @Test
  void aSubscriptionEndsWhateverConditionsSay() {
    JsonNode answer = agent.rpc("resources/unsubscribe", uri("beside:secret")).expect(200);

    assertThat(answer.has("result")).as(answer.toString()).isTrue();
    assertThat(heard("resources/unsubscribe", "beside:secret")).isNotEmpty();
  }

  @Test
  void withoutASessionOnlyWhatMayBeReadIsAcknowledged() throws Exception {
    String filter =
        "{\"resourceSubscriptions\":[\"beside:open\",\"beside:secret\",\"beside:asked\"]}";

    try (HeldStreamReader stream = HeldStreamReader.listen(stateless, filter)) {
      assertThat(stream.next().at("/params/notifications/resourceSubscriptions"))
          .extracting(JsonNode::asString)
          .containsExactly("beside:open");
    }
    assertThat(heard(SUBSCRIBE, "beside:secret")).isEmpty();
    assertThat(heard(SUBSCRIBE, "beside:asked")).isEmpty();
  }

  /** A subscription is no call of its session, and is judged after those that there were. */
  @Test
  void aSubscriptionIsJudgedByTheSessionAsItIs() {
    Agent newcomer = own.agent();
    for (int i = 0; i < 2; i++) {
      assertThat(newcomer.rpc(SUBSCRIBE, uri("beside:first")).expect(200).has("result")).isTrue();
    }
    newcomer.call(own.name(), "{}");

    assertThat(refusal(newcomer, SUBSCRIBE, uri("beside:first"))).isNotEmpty();
  }

  @Test
  void nothingIsCompletedOfADeniedPrompt() {
    assertThat(refusal(agent, COMPLETE, typed("beside_denied"))).isEqualTo(REFUSED);
    assertThat(complete("beside_denied").at("/error/message").asString()).isEqualTo(REFUSED);
    assertThat(heard(COMPLETE, "beside_denied")).isEmpty();
    assertThat(untilRecorded("completion", "beside_denied", "refused").toString())
        .contains("deny", REFUSED);
  }

  @Test
  void aTemplateIsCompletedByWhatItsOwnTextIs() {
    String params =
        "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"beside:secret/{x}\"},\"argument\":{\"name\":\"x\",\"value\":\"t\"}}";

    assertThat(refusal(agent, COMPLETE, params)).isEqualTo("Secrets stay.");
    assertThat(heard(COMPLETE, "beside:secret")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"beside_asked", "beside_args"})
  void whatCouldBeAskedForIsCompleted(String prompt) {
    assertThat(
            agent
                .rpc(COMPLETE, typed(prompt))
                .expect(200)
                .at("/result/completion/values/0")
                .asString())
        .isEqualTo("one");
    assertThat(complete(prompt).at("/result/completion/values/0").asString()).isEqualTo("one");
  }

  @Test
  void whatIsDeniedToTheCallerWhateverIsSentIsNotListed() {
    assertThat(listed("resources", "uri"))
        .contains("beside:open", "beside:asked", "beside:first")
        .doesNotContain("beside:secret");
    assertThat(listed("prompts", "name"))
        .contains("beside_asked", "beside_args")
        .doesNotContain("beside_denied");
    assertThat(stateless.rpc("resources/list", "").expect(200).at("/result/resources"))
        .extracting(resource -> resource.path("uri").asString())
        .contains("beside:open")
        .doesNotContain("beside:secret");
  }

  @Test
  void aTemplateIsListedWhateverConditionsSay() {
    assertThat(agent.rpc("resources/templates/list", "{}").expect(200).toString())
        .contains("beside:secret/{x}");
  }

  @Test
  void whatIsDeniedToOneCallerIsListedForAnother() {
    RunningPreloop preloop = RunningPreloop.shared();

    assertThat(
            new StatelessAgent(preloop.http(), preloop.agentKey())
                .rpc("prompts/list", "")
                .expect(200)
                .at("/result/prompts"))
        .extracting(prompt -> prompt.path("name").asString())
        .contains("beside_denied");
  }

  private List<String> listed(String kind, String member) {
    return own.agent()
        .rpc(kind + "/list", "{}")
        .expect(200)
        .at("/result/" + kind)
        .valueStream()
        .map(each -> each.path(member).asString())
        .toList();
  }

  /** Why it is refused, in the words of the answer. */
  private static String refusal(Agent agent, String method, String params) {
    JsonNode error = agent.rpc(method, params).expect(200).path("error");
    assertThat(error.path("code").asInt()).isEqualTo(-32010);
    return error.path("message").asString();
  }

  private JsonNode complete(String prompt) {
    String params = typed(prompt);
    return stateless.rpc(COMPLETE, params.substring(1, params.length() - 1)).expect(200);
  }

  private static String typed(String prompt) {
    return "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"%s\"},\"argument\":{\"name\":\"x\",\"value\":\"t\"}}"
        .formatted(prompt);
  }

  private static String uri(String uri) {
    return "{\"uri\":\"%s\"}".formatted(uri);
  }

  /** What the server was asked by this method about this name. */
  private List<FixtureMcpServer.Request> heard(String method, String name) {
    return own.server().requests().stream()
        .filter(request -> request.rpcMethod().equals(method) && request.body().contains(name))
        .toList();
  }

  private JsonNode untilRecorded(String action, String name, String outcome) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                records()
                    .filter(item -> item.path("action").asString().equals(action))
                    .filter(item -> item.path("tool").asString("").equals(name))
                    .filter(item -> item.path("outcome").asString().equals(outcome))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private Stream<JsonNode> records() {
    String path = "/api/v1/audit-logs?limit=100&server=" + own.name();
    Http http = RunningPreloop.shared().http();
    return http.get(path, own.owner().token()).expect(200).path("items").valueStream();
  }
}
