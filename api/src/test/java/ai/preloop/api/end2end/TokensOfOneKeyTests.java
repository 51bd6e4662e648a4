package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What runtime tokens of one key are told of each other's calls that wait for a person. */
class TokensOfOneKeyTests {

  private static final String TOKENS = "/api/v1/auth/runtime-sessions/token";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();

  @Test
  void areToldOfTheirOwnWorkOnly() {
    Agent asking = agent("run 1");
    String approval = asking.payLater("Run 1");

    assertThat(asking.status(approval).path("status").asString()).isEqualTo("pending");
    assertThat(agent("run 1").status(approval).path("status").asString()).isEqualTo("pending");
    assertThat(preloop.agent().status(approval).path("status").asString()).isEqualTo("pending");
    assertThat(ask(agent("run 2"), approval).toString())
        .contains("There is no approval request of yours with this id.");
    new Approver(http, preloop.owner()).decline(approval, "no").expect(200);
  }

  private static JsonNode ask(Agent agent, String approval) {
    return agent.call("get_approval_status", "{\"request_id\":\"%s\"}".formatted(approval));
  }

  private Agent agent(String execution) {
    String body = "{\"execution\":\"%s\"}".formatted(execution);
    String token = http.post(TOKENS, preloop.agentKey(), body).expect(201).path("token").asString();
    return Agent.connect(http, token);
  }
}
