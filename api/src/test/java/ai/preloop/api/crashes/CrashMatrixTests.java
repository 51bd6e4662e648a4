package ai.preloop.api.crashes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.embedded.TestDatabase;
import ai.preloop.activities.mcp.FixtureMcpServer;
import ai.preloop.api.end2end.Agent;
import ai.preloop.api.end2end.Approver;
import ai.preloop.api.end2end.Http;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * One approved call for each moment at which the product may be killed; after the restart the agent
 * and the approver do what real ones do when a connection breaks: the same once more.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashMatrixTests {

  private static final String POLICY =
      """
      version: "1.0"
      metadata:
        name: crashes
      approval_workflows:
        - name: people
          timeout_seconds: 3600
          async_approval: true
      tools:
        - name: transfer
          source: bank
          approval_workflow: people
          otherwise: require_approval
      """;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final FixtureMcpServer bank = FixtureMcpServer.start();
  private final Map<String, Integer> transfers = new ConcurrentHashMap<>();
  private final Map<Moment, String> approvals = new EnumMap<>(Moment.class);
  private final AtomicInteger deaths = new AtomicInteger();
  private MortalProcess preloop;
  private Agent agent;
  private Approver owner;

  @BeforeAll
  void killItAtEachMoment() {
    bank.tool("transfer", "{}", this::transfer);
    preloop = new MortalProcess(TestDatabase.fresh());
    agent = Agent.connect(preloop.http(), preloop.agentKey());
    owner = new Approver(preloop.http(), preloop.owner());
    register();
    for (Moment moment : Moment.values()) {
      approvals.put(moment, live(moment));
    }
  }

  @AfterAll
  void stop() {
    preloop.close();
    bank.close();
  }

  @ParameterizedTest
  @EnumSource
  void losesNothingAndRunsNothingTwice(Moment moment) {
    JsonNode ended = ended(approval(moment));

    assertThat(ended.path("status").asString()).isEqualTo("approved");
    assertThat(ended.path("execution_status").asString())
        .isEqualTo(moment.leavesDoubt() ? "outcome_unknown" : "succeeded");
    assertThat(transfers.getOrDefault(moment.name(), 0))
        .isEqualTo(moment == Moment.CLAIMED ? 0 : 1);
    assertThat(requests(moment)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheAgentWhatIsTrue(Moment moment) {
    ended(approval(moment));

    JsonNode told = agent.status(approval(moment));

    assertThat(told.path("status").asString())
        .isEqualTo(moment.leavesDoubt() ? "outcome_unknown" : "approved");
    assertThat(told.has("tool_result")).isNotEqualTo(moment.leavesDoubt());
  }

  @Test
  void hasAWholeLedger() {
    JsonNode chain = preloop.http().get("/api/v1/audit-logs/verify", owner.token()).expect(200);

    assertThat(chain.path("valid").asBoolean()).isTrue();
  }

  /** From the call to its end, with one death on the way. */
  private String live(Moment moment) {
    if (moment.isWhileAsking()) {
      preloop.dieAt(moment);
    }
    String approval =
        insist(() -> agent.call("transfer", arguments(moment)))
            .at("/structuredContent/request_id")
            .asString();
    await().atMost(PATIENCE).until(() -> isNotified(approval));
    if (moment == Moment.WAITING) {
      preloop.kill();
      preloop.startAgain();
    } else if (!moment.isWhileAsking()) {
      preloop.dieAt(moment);
    }
    insist(() -> approved(approval));
    if (moment == Moment.ANSWER_GIVEN) {
      await().atMost(PATIENCE).until(() -> agent.status(approval).has("tool_result"));
      preloop.kill();
    }
    if (preloop.deaths() < deaths.incrementAndGet()) {
      preloop.awaitDeath();
      preloop.startAgain();
    }
    if (!moment.leavesDoubt()) {
      ended(approval);
    }
    return approval;
  }

  private boolean isNotified(String approval) {
    return owner
        .http()
        .get("/api/v1/approval-requests/" + approval + "/history", owner.token())
        .body()
        .contains("notified");
  }

  /** Tries once more with the next life when the product died. */
  private JsonNode insist(Supplier<JsonNode> step) {
    try {
      return step.get();
    } catch (UncheckedIOException e) {
      preloop.awaitDeath();
      preloop.startAgain();
      return step.get();
    }
  }

  /** Whoever voted before the death has voted; that is said when they vote again. */
  private JsonNode approved(String approval) {
    Http.Reply reply = owner.approve(approval);
    assertThat(reply.status()).as(reply.body()).isIn(200, 202, 409);
    return reply.json();
  }

  private String transfer(String arguments) {
    String moment = arguments.replaceAll(".*\"mark\"\\s*:\\s*\"(\\w+)\".*", "$1");
    transfers.merge(moment, 1, Integer::sum);
    if (moment.equals(Moment.SENT.name())) {
      preloop.kill();
    }
    return FixtureMcpServer.text("transferred");
  }

  private static String arguments(Moment moment) {
    return "{\"mark\":\"%s\"}".formatted(moment);
  }

  private String approval(Moment moment) {
    return approvals.getOrDefault(moment, "none");
  }

  private JsonNode ended(String approval) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            Set.of("succeeded", "failed", "outcome_unknown")
                .contains(owner.show(approval).path("execution_status").asString()));
    return owner.show(approval);
  }

  private List<JsonNode> requests(Moment moment) {
    JsonNode all =
        preloop
            .http()
            .get("/api/v1/approval-requests?limit=100", owner.token())
            .expect(200)
            .path("items");
    return StreamSupport.stream(all.spliterator(), false)
        .filter(one -> one.at("/arguments/mark").asString("").equals(moment.name()))
        .toList();
  }

  private void register() {
    String server =
        preloop
            .http()
            .post(
                "/api/v1/mcp-servers",
                owner.token(),
                "{\"name\":\"bank\",\"url\":\"%s\"}".formatted(bank.url()))
            .expect(201)
            .path("id")
            .asString();
    preloop.http().post("/api/v1/mcp-servers/" + server + "/scan", owner.token(), "{}").expect(200);
    preloop
        .http()
        .send(
            "POST",
            "/api/v1/policies/upload",
            owner.token(),
            POLICY,
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
  }
}
