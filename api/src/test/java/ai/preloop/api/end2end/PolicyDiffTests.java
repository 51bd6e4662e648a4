package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a document would mean to the calls that wait, before it is uploaded. */
class PolicyDiffTests {

  private final RunningPreloop preloop = RunningPreloop.shared();

  @Test
  void saysWhatBecomesOfTheCallsThatWait() throws Exception {
    try (AskedTool tool = new AskedTool(preloop);
        HeldStreamReader held = tool.call(tool.agent(), 1, "ana", "\"progressToken\":1")) {
      held.next();
      String waiting = tool.pending("ana");

      JsonNode denied = effect(tool, waiting, "deny");
      assertThat(denied.path("effect").asString()).isEqualTo("would_be_denied");
      assertThat(denied.path("sentence").asString()).contains("even if it is approved: Not ana");
      assertThat(denied.path("tool_name").asString()).isEqualTo(tool.name());
      assertThat(effect(tool, waiting, "allow").path("effect").asString())
          .isEqualTo("would_be_allowed");
      assertThat(effect(tool, waiting, "require_approval").path("effect").asString())
          .isEqualTo("would_need_other_workflow");

      tool.owner().approve(waiting).expect(200);
      assertThat(held.answer().at("/result/content/0/text").asString()).isEqualTo("done");
      assertThat(effects(tool, "deny")).isEmpty();
    }
  }

  private JsonNode effect(AskedTool tool, String waiting, String action) {
    return effects(tool, action)
        .valueStream()
        .filter(each -> each.path("id").asString().equals(waiting))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode effects(AskedTool tool, String action) {
    String policy =
        """
        version: "1.0"
        metadata: { name: %1$s }
        approval_workflows: [ { name: others-%1$s } ]
        tools:
          - name: %1$s
            source: %1$s
            approval_workflow: others-%1$s
            conditions:
              - { expression: "args.to == 'ana'", action: %2$s, description: Not ana }
        """
            .formatted(tool.name(), action);
    return preloop
        .http()
        .send(
            "POST",
            "/api/v1/policies/diff",
            preloop.owner(),
            policy,
            Map.of("Content-Type", "application/yaml"))
        .expect(200)
        .path("waiting");
  }
}
