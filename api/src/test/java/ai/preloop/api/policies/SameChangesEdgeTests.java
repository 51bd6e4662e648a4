package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.api.edge.Edge;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;

/** What would change is what changes, whoever is asked: diff, dry run, apply and the version. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameChangesEdgeTests {

  private static final String HEAD = "version: \"1.0\"\nmetadata: { name: changes }\n";
  private static final String WORKFLOW = "approval_workflows: [ { name: people } ]\n";

  private Edge edge;
  private PolicyRequests requests;

  @BeforeAll
  void start() {
    edge = Edge.start();
    requests = new PolicyRequests(edge);
    requests.upload("version: \"1.0\"\nmetadata: { name: other }\ntools: [ { name: theirs } ]\n");
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        WORKFLOW
            + "tools: [ { name: a, approval_workflow: people }, { name: b, otherwise: deny } ]\n",
        WORKFLOW
            + "tools: [ { name: b, otherwise: allow }, { name: a, approval_workflow: people } ]\n",
        "tools: [ { name: c, conditions: [ { expression: args.x == 1, action: deny } ] } ]\n",
        "tools: [ { name: c, conditions: [ { expression: args.x == 2, action: deny } ] } ]\ndefaults: { unknown_tools: deny }\n",
        "# nothing any more\n"
      })
  void areTheSameWhoeverIsAsked(String rest) {
    String document = HEAD + rest;

    JsonNode diff = answered(requests.document("/diff", edge.owner(), document));
    JsonNode rehearsal = answered(requests.upload(document, "?dry_run=true"));
    JsonNode applied = answered(requests.upload(document, ""));

    assertThat(changes(diff)).isNotEmpty();
    assertThat(changes(rehearsal)).isEqualTo(changes(diff));
    assertThat(changes(applied)).isEqualTo(changes(diff));
    assertThat(changes(version(applied))).isEqualTo(changes(diff));
    assertThat(diff.path("entries")).hasSameSizeAs(diff.path("changes"));
    assertThat(rehearsal.path("applied").asBoolean()).isFalse();
    assertThat(rehearsal.path("version")).isEqualTo(diff.path("version"));
    assertThat(applied.path("version").asInt()).isEqualTo(diff.path("version").asInt() + 1);
    assertThat(changes(answered(requests.document("/diff", edge.owner(), document)))).isEmpty();
  }

  private JsonNode version(JsonNode applied) {
    return answered(requests.get("/" + applied.path("version").asInt())).path("version");
  }

  private static JsonNode answered(MvcTestResult answer) {
    assertThat(answer).hasStatusOk();
    return PolicyRequests.json(answer);
  }

  private static List<String> changes(JsonNode answer) {
    return answer.path("changes").valueStream().map(JsonNode::asString).toList();
  }
}
