package ai.preloop.api.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.api.end2end.Agent;
import ai.preloop.api.end2end.Http.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A node that is cut off from the database, which the other one has. */
@Timeout(120)
class UnconfirmedNodeTests {

  private final TwoNodes nodes = TwoNodes.shared();
  private final JsonNode key = nodes.key("");
  private final Agent agent = Agent.connect(nodes.one().http(), key.path("key").asString());
  private final Agent there = TwoNodes.at(nodes.other(), agent);

  @Test
  void refusesUntilItKnowsAgainWhatIsInForce() {
    awaitStatus(200);
    nodes.gate().shut();
    try {
      JsonNode refused = awaitStatus(503).json();
      assertThat(refused.toString()).contains("keys and policies cannot be confirmed");
      assertThat(nodes.other().http().get("/health/ready", "").status()).isEqualTo(503);
      assertThat(agent.call("balance", "{}").has("content")).as("at the other node").isTrue();
      nodes.delete("/api/v1/auth/api-keys/" + key.path("id").asString());
    } finally {
      nodes.gate().open();
    }

    List<Integer> seen = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          seen.add(balance().status());
          return seen.getLast() == 401;
        });
    assertThat(seen).as("what was revoked meanwhile").doesNotContain(200);
    Agent next = TwoNodes.at(nodes.other(), nodes.agent());
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> next.callForReply("balance", "{}").status() == 200);
  }

  private Reply awaitStatus(int status) {
    return await()
        .atMost(Duration.ofSeconds(15))
        .until(this::balance, reply -> reply.status() == status);
  }

  private Reply balance() {
    return there.callForReply("balance", "{}");
  }
}
