package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.identity.Scope;
import ai.preloop.api.edge.Edge;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyEdgeTests {

  private static final String VALIDATE = "/api/v1/policies/validate";
  private static final String UPLOAD = "/api/v1/policies/upload";
  private static final String GOOD =
      """
      version: "1.0"
      metadata: { name: mine }
      tools:
        - { name: bash, otherwise: deny }
      """;
  private static final String BAD = GOOD.replace("otherwise: deny", "otherwise: perhaps");

  private static final String NOT_YET =
      "approval_workflows: [ { name: a, distinct_groups: true } ]\n";

  private static final String ERRORS = "findings[?(@.severity == 'error')]";

  private Edge edge;

  @BeforeAll
  void start() {
    edge = Edge.start();
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/yaml",
        "text/yaml",
        "text/plain",
        "application/x-yaml",
        "application/json",
        "text/yaml; charset=utf-8"
      })
  void validatesADocumentAsTheBody(String type) {
    MvcTestResult answer = send(VALIDATE, edge.key(Scope.ACCOUNT_READ), type, BAD);

    assertThat(answer).hasStatusOk();
    assertThat(answer).bodyJson().extractingPath("valid").isEqualTo(false);
    assertThat(answer).bodyJson().extractingPath(ERRORS + ".line").asArray().containsExactly(4);
    assertThat(answer)
        .bodyJson()
        .extractingPath(ERRORS + ".path")
        .asArray()
        .containsExactly("$.tools[0].otherwise");
  }

  @Test
  void validatesAFile() {
    MvcTestResult answer =
        edge.post(VALIDATE, edge.key(Scope.ACCOUNT_READ))
            .multipart()
            .file(new MockMultipartFile("file", "p.yaml", "text/yaml", bytes(GOOD)))
            .exchange();

    assertThat(answer).hasStatusOk();
    assertThat(answer).bodyJson().extractingPath("valid").isEqualTo(true);
  }

  @Test
  void refusesToPutInForceWhatIsNotHonouredYetAndWarnsWhoOnlyAsks() {
    String document = BAD + NOT_YET;

    assertThat(send(UPLOAD, edge.owner(), "text/yaml", document))
        .bodyJson()
        .extractingPath(ERRORS + ".code")
        .asArray()
        .containsExactly("value.choice", "unsupported");
    assertThat(send(VALIDATE, edge.owner(), "text/yaml", document))
        .bodyJson()
        .extractingPath(ERRORS + ".code")
        .asArray()
        .containsExactly("value.choice");

    MvcTestResult alone = send(VALIDATE, edge.owner(), "text/yaml", GOOD + NOT_YET);
    assertThat(alone).bodyJson().extractingPath("valid").isEqualTo(true);
    assertThat(alone)
        .bodyJson()
        .extractingPath("findings[?(@.severity == 'warning')].code")
        .asArray()
        .containsExactly("tool.unmatched", "workflow.quorum_too_large", "unsupported");
  }

  @Test
  void rehearsesThenApplies() {
    String document = GOOD.replace("mine", "story");
    MvcTestResult rehearsal = send(UPLOAD + "?dry_run=true", edge.owner(), "text/yaml", document);
    assertThat(rehearsal).bodyJson().extractingPath("applied").isEqualTo(false);
    assertThat(rehearsal).bodyJson().extractingPath("changes").asArray().isNotEmpty();

    MvcTestResult applied = send(UPLOAD, edge.owner(), "text/yaml", document);
    assertThat(applied).hasStatusOk();
    assertThat(applied).bodyJson().extractingPath("applied").isEqualTo(true);
    assertThat(applied).bodyJson().extractingPath("policy_name").isEqualTo("story");
    assertThat(applied).bodyJson().extractingPath("changes").asArray().contains("added tool bash");

    MvcTestResult again = send(UPLOAD, edge.owner(), "text/yaml", document);
    assertThat(again).bodyJson().extractingPath("applied").isEqualTo(false);
  }

  @Test
  void tellsTheFindingsOfWhatItRefuses() {
    MvcTestResult answer = send(UPLOAD, edge.owner(), "application/yaml", BAD);

    assertThat(answer).hasStatus(422).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer).bodyJson().extractingPath(ERRORS + ".line").asArray().containsExactly(4);
    assertThat(answer)
        .bodyJson()
        .extractingPath("type")
        .isEqualTo("https://preloop.ai/problems/policy-invalid");
  }

  @Test
  void writesOnlyWithTheScope() {
    assertThat(send(UPLOAD, edge.key(Scope.ACCOUNT_READ), "text/yaml", GOOD)).hasStatus(403);
    assertThat(send(VALIDATE, edge.key(Scope.MCP_CALL), "text/yaml", GOOD)).hasStatus(403);
    assertThat(send(VALIDATE, "", "text/yaml", GOOD)).hasStatus(401);
  }

  @Test
  void takesADocumentOf4MebibytesAtMost() {
    String large = GOOD + "# ".repeat(1 << 21);
    assertThat(send(VALIDATE, edge.owner(), "text/yaml", large)).hasStatus(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/xml", "image/png", "application/octet-stream"})
  void refusesOtherTypes(String type) {
    assertThat(send(UPLOAD, edge.owner(), type, GOOD)).hasStatus(415);
  }

  @Test
  void refusesAFlagThatIsNone() {
    assertThat(send(UPLOAD + "?dry_run=perhaps", edge.owner(), "text/yaml", GOOD)).hasStatus(400);
  }

  private MvcTestResult send(String path, String credential, String type, String document) {
    return edge.post(path, credential)
        .contentType(MediaType.parseMediaType(type))
        .content(bytes(document))
        .exchange();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
