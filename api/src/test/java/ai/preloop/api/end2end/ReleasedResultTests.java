package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Answers of tools that people let go, or do not. */
class ReleasedResultTests {

  private static final String ANSWER =
      """
      {"content":[{"type":"text","text":"secret of ana@x.test"}],\
      "structuredContent":{"mail":"ana@x.test","n":1},"_meta":{"kept":1.5}}\
      """;

  private static final String WORKFLOWS =
      """
      approval_workflows:
        - { name: "poll-NAME", async_approval: true }
        - { name: "hold-NAME" }
      tools:
        - { name: NAME, output: [ { pattern: secret, action: ask, approval_workflow: %s } %s ] }
      """;

  private final RunningPreloop preloop = RunningPreloop.shared();
  private OwnServer own;

  @BeforeEach
  void register() {
    own = new OwnServer(preloop);
    own.server().tool(own.name(), "{}", arguments -> ANSWER);
    own.register("");
  }

  @AfterEach
  void close() {
    own.close();
  }

  private void polled(String more) {
    own.upload(WORKFLOWS.formatted("\"poll-NAME\"", more));
  }

  private String waiting(Agent agent) {
    JsonNode pending = agent.call(own.name(), "{}").path("structuredContent");
    assertThat(pending.path("status").asString("")).isEqualTo("pending_approval");
    assertThat(pending.path("message").asString("")).contains("The call of", "was made");
    return pending.path("request_id").asString();
  }

  private void settled(String approval) {
    own.until(approval, each -> each.path("execution_status").asString("").equals("succeeded"));
  }

  @Test
  void anAnswerThatIsApprovedReachesTheAgentByteForByteAndTheToolRanOnce() {
    polled("");
    Agent agent = own.agent();
    String approval = waiting(agent);

    assertThat(own.server().calls()).hasSize(1);
    assertThat(agent.status(approval).path("status").asString()).isEqualTo("pending");
    assertThat(agent.status(approval).toString()).doesNotContain("ana@");
    own.owner().approve(approval).expect(200);
    settled(approval);

    JsonNode told = agent.status(approval);
    assertThat(told.path("status").asString()).isEqualTo("approved");
    assertThat(told.path("tool_result").toString()).isEqualTo(ANSWER);
    assertThat(agent.status(approval)).isEqualTo(told);
    assertThat(own.server().calls()).hasSize(1);
    recorded("output_asked");
    recorded("result of " + own.name() + "." + own.name());
  }

  @Test
  void anAnswerThatIsDeclinedStaysAndTheAgentHearsThatTheToolRan() {
    polled("");
    Agent agent = own.agent();
    String approval = waiting(agent);
    own.owner().decline(approval, "Not for agents").expect(200);
    own.until(approval, each -> each.path("status").asString("").equals("declined"));

    JsonNode told = agent.status(approval);
    assertThat(told.path("status").asString()).isEqualTo("declined");
    assertThat(told.path("reason").asString()).contains("Not for agents");
    assertThat(told.path("message").asString()).contains("did run", "Do not make the call again");
    JsonNode again = agent.call(own.name(), "{}");
    assertThat(again.path("isError").asBoolean()).isTrue();
    assertThat(again.toString())
        .contains("withheld by owner: Not for agents")
        .doesNotContain("ana@");
    assertThat(own.server().calls()).hasSize(1);
  }

  @Test
  void theSameCallBelongsToTheRequestOfItsAnswer() {
    polled("");
    Agent agent = own.agent();
    String approval = waiting(agent);

    assertThat(waiting(agent)).isEqualTo(approval);
    assertThat(own.server().calls()).hasSize(1);
    own.owner().approve(approval).expect(200);
    settled(approval);
    assertThat(agent.call(own.name(), "{}").toString()).isEqualTo(ANSWER);
    assertThat(own.server().calls()).hasSize(1);
    waiting(agent);
    assertThat(own.server().calls()).hasSize(2);
  }

  @Test
  void aHeldCallIsAnsweredOnceThePersonLetsItGo() throws Exception {
    own.upload(WORKFLOWS.formatted("\"hold-NAME\"", ""));
    try (HeldStreamReader held = held(own.agent())) {
      held.next();
      own.owner().approve(only()).expect(200);

      assertThat(held.answer().path("result").toString()).isEqualTo(ANSWER);
      assertThat(own.server().calls()).hasSize(1);
    }
  }

  @Test
  void aHeldCallIsToldThatItsAnswerIsWithheld() throws Exception {
    own.upload(WORKFLOWS.formatted("\"hold-NAME\"", ""));
    try (HeldStreamReader held = held(own.agent())) {
      held.next();
      own.owner().decline(only(), "no").expect(200);

      JsonNode result = held.answer().path("result");
      assertThat(result.path("isError").asBoolean()).isTrue();
      assertThat(result.at("/content/0/text").asString())
          .isEqualTo(
              "The request was declined by owner: no. The tool did run, and its result is withheld from you; do not make the call again.");
    }
  }

  @Test
  void whoDecidesSeesWhatWouldBeLetGoAndNobodyElseDoes() {
    polled(", { fields: [/mail], action: redact }");
    Agent agent = own.agent();
    String approval = waiting(agent);

    JsonNode shown = own.owner().show(approval);
    assertThat(shown.path("kind").asString()).isEqualTo("release");
    assertThat(shown.at("/withheld_result/structuredContent/mail").asString())
        .isEqualTo("[redacted by policy]");
    assertThat(shown.at("/withheld_result/content/0/text").asString()).contains("secret of");
    assertThat(shown.path("arguments").toString()).isEqualTo("{}");
    String path = "/api/v1/approval-requests/" + approval;
    assertThat(preloop.http().get(path, preloop.readKey()).expect(200).has("withheld_result"))
        .isFalse();
    own.owner().approve(approval).expect(200);
    settled(approval);
    assertThat(agent.status(approval).at("/tool_result/structuredContent/mail").asString())
        .isEqualTo("[redacted by policy]");
  }

  @Test
  void aDenialWinsAndNobodyIsAsked() {
    polled(", { pattern: 'ana@', action: deny, description: No addresses }");

    assertThat(own.agent().call(own.name(), "{}").at("/content/0/text").asString())
        .isEqualTo("The call was made, and the policy withholds what came back: No addresses");
    assertThat(own.pending()).isEmpty();
  }

  @Test
  void anApprovedCallsAnswerIsAskedAboutOnceMore() {
    own.upload(
        WORKFLOWS
            .formatted("\"poll-NAME\"", "")
            .replace(
                "{ name: NAME, output", "{ name: NAME, approval_workflow: \"poll-NAME\", output"));
    Agent agent = own.agent();
    String call = agent.call(own.name(), "{}").at("/structuredContent/request_id").asString();
    assertThat(own.server().calls()).isEmpty();
    own.owner().approve(call).expect(200);
    settled(call);

    String told = agent.status(call).toString();
    assertThat(told).contains("a person decides").doesNotContain("ana@");
    String release = only();
    assertThat(told).contains(release);
    own.owner().approve(release).expect(200);
    settled(release);
    assertThat(agent.status(release).path("tool_result").toString()).isEqualTo(ANSWER);
    assertThat(own.server().calls()).hasSize(1);
  }

  @Test
  void overRestTheRequestIsToldOfAndPolled() {
    polled("");
    Http.Reply asked = preloop.http().post("/api/v1/mcp/" + own.name(), own.key(), "{}");

    assertThat(asked.status()).isEqualTo(202);
    String approval = only();
    assertThat(asked.headers().firstValue("Location"))
        .contains("/api/v1/approval-requests/" + approval);
    own.owner().approve(approval).expect(200);
    settled(approval);
    assertThat(own.agent().status(approval).path("tool_result").toString()).isEqualTo(ANSWER);
  }

  @Test
  void aTaskEndsWithTheAnswer() {
    own.upload(WORKFLOWS.formatted("\"hold-NAME\"", ""));
    StatelessAgent agent = new StatelessAgent(preloop.http(), own.key());
    String able = StatelessAgent.able("{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
    String id =
        agent
            .send(
                "tools/call",
                "\"name\":\"%s\",\"arguments\":{}".formatted(own.name()),
                able,
                Map.of("Mcp-Name", own.name()))
            .expect(200)
            .at("/result/taskId")
            .asString();
    own.owner().approve(id).expect(200);
    settled(id);

    JsonNode task =
        agent
            .send("tasks/get", "\"taskId\":\"" + id + "\"", able, Map.of("Mcp-Name", id))
            .expect(200)
            .path("result");
    assertThat(task.path("status").asString()).isEqualTo("completed");
    assertThat(task.at("/result/structuredContent/mail").asString()).isEqualTo("ana@x.test");
    assertThat(own.server().calls()).hasSize(1);
  }

  private HeldStreamReader held(Agent agent) throws Exception {
    return HeldStreamReader.call(
        agent,
        "1",
        "{\"name\":\"%s\",\"arguments\":{\"to\":\"%s\"},\"_meta\":{\"progressToken\":\"p\"}}"
            .formatted(own.name(), UUID.randomUUID()));
  }

  private String only() {
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(own::pending, pending -> pending.size() == 1)
        .getFirst()
        .path("id")
        .asString();
  }

  private void recorded(String outcome) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            preloop
                .http()
                .get("/api/v1/audit-logs?tool=" + own.name(), own.owner().token())
                .body()
                .contains("\"outcome\":\"" + outcome + "\""));
  }
}
