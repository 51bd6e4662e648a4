package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** An agent may always ask what became of its call, whatever the policy has come to deny. */
class StatusOutsidePolicyTests {

  private static final String ASKING =
      """
      approval_workflows: [ { name: people-NAME, async_approval: true } ]
      tools: [ { name: NAME, approval_workflow: people-NAME } ]
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools: [ { name: '*', otherwise: deny } ]",
        "tools: [ { name: get_approval_status, source: builtin, otherwise: deny }, { name: '*', enabled: false } ]",
        "defaults: { unknown_tools: deny }"
      })
  void isToldThoughAllIsDenied(String denying) {
    try (OwnServer own = new OwnServer(RunningPreloop.shared())) {
      own.define("\"inputSchema\":{\"type\":\"object\"}").register("").upload(ASKING);
      Agent agent = own.agent();
      JsonNode pending = agent.call(own.name(), "{}");
      String approval = pending.at("/structuredContent/request_id").asString();

      own.upload(denying);

      assertThat(agent.callForReply("get_balance", "{}").body()).contains("Unknown tool");
      assertThat(agent.rpc("tools/list", "{}").body()).contains("get_approval_status");
      assertThat(agent.status(approval).path("status").asString()).isEqualTo("pending");
      own.owner().decline(approval, "Not today").expect(200);
      assertThat(agent.status(approval).path("reason").asString()).contains("Not today");
    }
  }
}
