package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.identity.Scope;
import ai.preloop.api.edge.Edge;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;

/** How strictly a document is taken, as the parameters say it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrictnessEdgeTests {

  /** Warned of: no tool of the account has the name. */
  private static final String WARNED =
      "version: \"1.0\"\nmetadata: { name: strict }\ntools: [ { name: bash, otherwise: deny } ]\n";

  private static final String AWAY =
      WARNED.replace("name: bash", "name: bash, source: not-there-yet");

  private Edge edge;
  private PolicyRequests requests;

  @BeforeAll
  void start() {
    edge = Edge.start();
    requests = new PolicyRequests(edge);
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @Test
  void takesWarningsForErrors() {
    assertThat(validated("", WARNED)).contains("warning tool.unmatched");
    assertThat(validated("?strict=false", WARNED)).contains("warning tool.unmatched");
    assertThat(validated("?strict=true", WARNED)).contains("error tool.unmatched");

    for (String path : List.of("/upload", "/upload?dry_run=true", "/diff")) {
      MvcTestResult refused =
          requests.document(
              path + (path.contains("?") ? "&" : "?") + "strict=true", edge.owner(), WARNED);
      assertThat(refused).as(path).hasStatus(422);
      assertThat(findings(refused)).contains("error tool.unmatched");
    }
    assertThat(edge.get("/api/v1/policies/export", edge.owner()).exchange())
        .bodyText()
        .doesNotContain("name: strict");
  }

  @Test
  void takesAServerThatIsNotThereForAnErrorUnlessItIsToldNotTo() {
    assertThat(validated("", AWAY)).contains("error server.unknown");
    assertThat(validated("?check_server_references=true", AWAY)).contains("error server.unknown");
    assertThat(validated("?check_server_references=false", AWAY))
        .contains("warning server.unknown")
        .noneMatch(finding -> finding.startsWith("error"));
    assertThat(validated("?check_server_references=false&strict=true", AWAY))
        .contains("error server.unknown");

    assertThat(requests.upload(AWAY, "")).hasStatus(422);
    assertThat(requests.upload(AWAY, "?dry_run=true&check_server_references=false")).hasStatusOk();
  }

  private List<String> validated(String query, String document) {
    MvcTestResult answer =
        requests.document("/validate" + query, edge.key(Scope.ACCOUNT_READ), document);
    assertThat(answer).hasStatusOk();
    List<String> findings = findings(answer);
    assertThat(PolicyRequests.json(answer).path("valid").asBoolean())
        .isEqualTo(findings.stream().noneMatch(finding -> finding.startsWith("error")));
    return findings;
  }

  private static List<String> findings(MvcTestResult answer) {
    return PolicyRequests.json(answer)
        .path("findings")
        .valueStream()
        .map(StrictnessEdgeTests::told)
        .toList();
  }

  private static String told(JsonNode finding) {
    return finding.path("severity").asString() + " " + finding.path("code").asString();
  }
}
