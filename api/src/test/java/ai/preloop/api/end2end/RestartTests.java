package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartTests {

  @Test
  void goesOnWithSessionsAndApprovalsOfBefore() {
    RunningPreloop preloop = RunningPreloop.shared();
    Agent agent = preloop.agent();
    String key = agent.key();
    String id = agent.payLater("Across a restart");

    preloop.restart();

    assertThat(preloop.agentKey()).isEqualTo(key);
    assertThat(agent.status(id).path("status").asString()).isEqualTo("pending");
    new Approver(preloop.http(), preloop.owner()).approve(id).expect(200);
    await().atMost(Duration.ofSeconds(30)).until(() -> agent.status(id).has("tool_result"));
    assertThat(agent.payments("Across a restart")).isEqualTo(1);
  }
}
