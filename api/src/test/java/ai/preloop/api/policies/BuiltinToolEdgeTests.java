package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.api.edge.Edge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Preloop's own tools are known to whoever writes rules about them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BuiltinToolEdgeTests {

  private static final String POLICIES = "/api/v1/policies";
  private static final String RULES =
      """
      version: "1.0"
      metadata: { name: own }
      tools:
        - name: request_approval
          source: builtin
          conditions: [ { expression: "!tool.destructive && tool.server == 'preloop'", action: deny } ]
          otherwise: allow
      """;

  private Edge edge;

  @BeforeAll
  void start() {
    edge = Edge.start();
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @Test
  void areToolsThatEntriesFit() {
    MvcTestResult own = yaml(POLICIES + "/validate?strict=true", RULES);
    MvcTestResult other =
        yaml(POLICIES + "/validate", RULES.replace("request_approval", "request_aproval"));

    assertThat(own).bodyJson().extractingPath("valid").isEqualTo(true);
    assertThat(other).bodyText().contains("tool.unmatched");
  }

  @Test
  void areExplainedAsTheyAreJudged() {
    assertThat(yaml(POLICIES + "/upload", RULES)).hasStatusOk();

    assertThat(explain("request_approval")).bodyJson().extractingPath("verdict").isEqualTo("deny");
  }

  @Test
  void areNotExplainedWhereNoRuleIsAsked() {
    assertThat(explain("get_approval_status")).hasStatus(422);
    assertThat(explain("get_approval_status")).bodyText().contains("outside the policy");
    assertThat(explain("request_aproval")).hasStatus(422);
  }

  private MvcTestResult explain(String tool) {
    return edge.post(POLICIES + "/explain", edge.owner())
        .contentType(MediaType.APPLICATION_JSON)
        .content("{\"tool\":\"%s\",\"source\":\"builtin\",\"args\":{}}".formatted(tool))
        .exchange();
  }

  private MvcTestResult yaml(String path, String document) {
    return edge.post(path, edge.owner())
        .contentType(MediaType.parseMediaType("application/yaml"))
        .content(document)
        .exchange();
  }
}
