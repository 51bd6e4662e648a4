package ai.preloop.api.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.api.end2end.Agent;
import ai.preloop.api.end2end.HeldStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What is changed at one node, as the other one's agents find it. */
@Timeout(120)
class ChangesElsewhereTests {

  /** After this long a node would refuse. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final TwoNodes nodes = TwoNodes.shared();
  private final String name = "quote_" + UUID.randomUUID().toString().substring(0, 8);
  private final FixtureMcpServer before = server("before");
  private final FixtureMcpServer after = server("after");
  private final Agent agent = TwoNodes.at(nodes.other(), nodes.agent());
  private final List<Duration> took = new ArrayList<>();

  @AfterEach
  void stop() {
    before.close();
    after.close();
  }

  @Test
  void areInForceWithinASecond() throws Exception {
    try (Ear ear = nodes.ear()) {
      changeEverything();

      assertThat(ear.heardAnything()).isTrue();
    }
  }

  @Test
  void areInForceWithinASecondWithoutNotify() throws Exception {
    try (var _ = new MutedNotify(nodes.owningTables());
        Ear ear = nodes.ear()) {
      changeEverything();

      assertThat(ear.heardAnything()).isFalse();
    }
  }

  @Test
  void aHeldCallIsAnsweredWithoutNotify() throws Exception {
    try (var _ = new MutedNotify(nodes.owningTables());
        HeldStreamReader held = TwoNodes.hold(agent, 1, name, "")) {
      held.next();
      nodes.owner().approve(nodes.pending(name)).expect(200);

      assertThat(TwoNodes.text(held.answer())).isEqualTo("transferred");
    }
  }

  @Test
  void aHeldCallIsCancelledWithoutNotify() throws Exception {
    try (var _ = new MutedNotify(nodes.owningTables());
        HeldStreamReader held = TwoNodes.hold(agent, 2, name, "")) {
      held.next();
      TwoNodes.at(nodes.one(), agent)
          .post(
              """
              {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2,"reason":"stopped"}}\
              """,
              Map.of())
          .expect(202);

      assertThat(held.isOver()).isTrue();
    }
  }

  private void changeEverything() {
    JsonNode key = nodes.key("");
    Agent other = TwoNodes.at(nodes.other(), withKey(key));
    inForce(() -> other.rpc("ping", "{}").status() == 200);
    nodes.delete("/api/v1/auth/api-keys/" + key.path("id").asString());
    inForce(() -> other.rpc("ping", "{}").status() == 401);

    String server = nodes.register(name, before);
    inForce(() -> said().equals("before"));
    nodes.move(server, name, after);
    inForce(() -> said().equals("after"));
    nodes.upload(policy("deny"));
    inForce(() -> said().contains("Not today"));
    nodes.upload(policy("allow"));
    inForce(() -> said().equals("after"));
    nodes.delete("/api/v1/mcp-servers/" + server + "?force=true");
    inForce(() -> !agent.rpc("tools/list", "{}").body().contains(name));

    assertThat(took.stream().sorted().toList().get(took.size() / 2))
        .as("the middle of " + took)
        .isLessThan(Duration.ofSeconds(1));
  }

  private void inForce(Callable<Boolean> isSo) {
    long begun = System.nanoTime();
    await()
        .atMost(LONGEST)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(isSo);
    took.add(Duration.ofNanos(System.nanoTime() - begun));
  }

  private String said() {
    return agent.callForReply(name, "{}").json().at("/result/content/0/text").asString("");
  }

  private Agent withKey(JsonNode key) {
    return Agent.connect(nodes.one().http(), key.path("key").asString());
  }

  private FixtureMcpServer server(String says) {
    FixtureMcpServer server = FixtureMcpServer.start();
    server.removeTool("echo");
    server.removeTool("pay");
    server.tool(name, "{}", arguments -> FixtureMcpServer.text(says));
    return server;
  }

  private String policy(String action) {
    return """
    version: "1.0"
    metadata:
      name: %1$s
    tools:
      - name: %1$s
        source: %1$s
        conditions:
          - expression: "size(args) == 0"
            action: %2$s
            description: Not today
        otherwise: allow
    """
        .formatted(name, action);
  }
}
