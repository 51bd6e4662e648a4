package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the policy says beside its rules reaches the agent that calls. */
class JudgedCallTests {

  private static final String ANYTHING = "\"inputSchema\":{\"type\":\"object\"}";
  private static final String PEOPLE =
      "approval_workflows: [ { name: people-NAME, async_approval: true, timeout_seconds: 77 } ]\n";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final OwnServer own = new OwnServer(preloop);

  @AfterEach
  void stop() {
    own.close();
  }

  @Test
  void asksAboutAToolThatALaterScanFound() {
    own.define(ANYTHING).register("").upload(newTools("true"));
    own.define("NAME_later", ANYTHING).scan();
    Agent agent = own.agent();

    assertThat(said(agent.call(own.name(), "{}"))).isEqualTo(own.name());
    JsonNode asked = agent.call(own.name() + "_later", "{}");
    assertThat(asked.at("/structuredContent/status").asString()).isEqualTo("pending_approval");
    assertThat(own.pending())
        .singleElement()
        .satisfies(request ->
            assertThat(request.path("tool_name").asString()).isEqualTo(own.name() + "_later"));

    own.owner().approve(asked.at("/structuredContent/request_id").asString()).expect(200);
    own.until(
        asked.at("/structuredContent/request_id").asString(),
        shown -> shown.path("execution_status").asString().equals("succeeded"));
  }

  @Test
  void letsAToolThatALaterScanFoundPassWhereThatIsSaid() {
    own.define(ANYTHING).register("").upload(newTools("false"));
    own.define("NAME_later", ANYTHING).scan();

    assertThat(said(own.agent().call(own.name() + "_later", "{}")))
        .isEqualTo(own.name() + "_later");
  }

  @Test
  void refusesArgumentsThatBreakTheToolsSchemaAndSaysWhy() {
    own.define(
            "\"inputSchema\":{\"type\":\"object\",\"required\":[\"to\"],"
                + "\"properties\":{\"to\":{\"type\":\"string\"},\"amount\":{\"type\":\"integer\"}}}")
        .register("");
    Agent agent = own.agent();

    JsonNode refused = agent.call(own.name(), "{\"amount\":\"ten\"}");

    assertThat(refused.path("isError").asBoolean()).isTrue();
    assertThat(said(refused)).contains("`to` is missing", "`/amount` must be");
    assertThat(own.server().calls()).isEmpty();
    assertThat(said(agent.call(own.name(), "{\"to\":\"ana\"}"))).isEqualTo(own.name());
  }

  @Test
  void runsNothingOfAFrozenAccountThoughItsDocumentOnlyWatches() {
    own.define(ANYTHING)
        .register("")
        .upload("tools: [ { name: NAME, otherwise: deny } ]\ndefaults: { mode: shadow }\n");
    Agent agent = own.agent();
    assertThat(said(agent.call(own.name(), "{}"))).isEqualTo(own.name());

    preloop.http().post("/api/v1/account/freeze", own.owner().token(), "{}").expect(200);
    try {
      assertThat(said(agent.call(own.name(), "{}")))
          .isEqualTo("The account is frozen: nothing runs.");
    } finally {
      preloop.http().post("/api/v1/account/unfreeze", own.owner().token(), "{}").expect(200);
    }
    assertThat(own.server().calls()).hasSize(1);
  }

  /** The tools of the server have no entry: only the rule for new ones speaks about them. */
  private static String newTools(String asked) {
    return PEOPLE
        + "defaults: { require_approval_for_new_tools: %s, default_approval_workflow: people-NAME }\n"
            .formatted(asked);
  }

  private static String said(JsonNode result) {
    return result.at("/content/0/text").asString();
  }
}
