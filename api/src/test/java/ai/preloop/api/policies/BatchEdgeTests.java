package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.identity.Scope;
import ai.preloop.api.edge.Edge;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Documents of several owners come in force together, or none of them does. */
class BatchEdgeTests {

  private static final String A =
      """
      version: "1.0"
      metadata: { name: a } # one
      approval_workflows: [ { name: of-a } ]
      tools: [ { name: x, approval_workflow: of-b } ]
      """;

  private static final String B =
      """
      version: "1.0"
      metadata: { name: b }
      approval_workflows: [ { name: of-b } ]
      tools: [ { name: y, approval_workflow: of-a } ]
      """;

  private Edge edge;
  private PolicyRequests requests;

  @BeforeEach
  void start() {
    edge = Edge.start();
    requests = new PolicyRequests(edge);
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void mayNeedEachOtherInACircle() {
    assertThat(requests.upload(A, "")).hasStatus(422);
    assertThat(requests.upload(B, "")).hasStatus(422);

    MvcTestResult both = requests.files("/upload", List.of(A, B));

    assertThat(both).hasStatusOk();
    assertThat(both).bodyJson().extractingPath("version").isEqualTo(1);
    assertThat(both).bodyJson().extractingPath("applied").isEqualTo(true);
    assertThat(both)
        .bodyJson()
        .extractingPath("documents[*].policy_name")
        .asArray()
        .containsExactly("a", "b");
    assertThat(both)
        .bodyJson()
        .extractingPath("documents[0].changes")
        .asArray()
        .containsExactly("added metadata", "added approval workflow of-a", "added tool x");
    assertThat(requests.inForce("a")).isEqualTo(A);

    assertThat(requests.files("/upload", List.of(B, A)))
        .bodyJson()
        .extractingPath("applied")
        .isEqualTo(false);
  }

  @Test
  void comeFromAnExportIntoAnEmptyAccount() {
    requests.files("/upload", List.of(A, B));
    String exported = exported(edge);

    try (Edge empty = Edge.start()) {
      assertThat(
              new PolicyRequests(empty).files("/upload", List.of(exported.split("(?m)^---\n", -1))))
          .hasStatusOk();
      assertThat(exported(empty)).isEqualTo(exported);
    }
  }

  @Test
  void areAllRefusedWhereOneIs() {
    MvcTestResult refused = requests.files("/upload", List.of(A, B.replace("tools:", "tool:")));

    assertThat(refused).hasStatus(422);
    assertThat(refused)
        .bodyJson()
        .extractingPath("documents[?(@.policy_name == 'b')].findings[*].code")
        .asArray()
        .containsExactly("key.unknown");
    assertThat(refused).bodyJson().extractingPath("documents[0].policy_name").isEqualTo("a");
    assertThat(requests.get("")).bodyJson().extractingPath("items").asArray().isEmpty();
  }

  @Test
  void areComparedAndCheckedTogether() {
    MvcTestResult diff = requests.files("/diff", List.of(A, B));
    assertThat(diff).hasStatusOk();
    assertThat(diff)
        .bodyJson()
        .extractingPath("documents[1].entries[*].key")
        .asArray()
        .containsExactly("", "of-b", "y");

    assertThat(requests.files("/validate", List.of(A, B)))
        .bodyJson()
        .extractingPath("documents[*].valid")
        .asArray()
        .containsExactly(true, true);
  }

  @Test
  void tradeWhatOneGivesUp() {
    requests.files("/upload", List.of(A, B));

    MvcTestResult traded =
        requests.files(
            "/upload",
            List.of(
                A.replace("[ { name: of-a } ]", "[ { name: of-b } ]"),
                B.replace("[ { name: of-b } ]", "[ { name: of-a } ]")));

    assertThat(traded).hasStatusOk();
    assertThat(traded).bodyJson().extractingPath("version").isEqualTo(2);
  }

  @Test
  void areOfDifferentOwnersAndClaimDifferentThings() {
    assertThat(requests.files("/upload", List.of(A, A)))
        .hasStatus(422)
        .bodyJson()
        .extractingPath("detail")
        .asString()
        .contains("owner `a`");
    assertThat(
            requests.files(
                "/upload?force=true",
                List.of(
                    A.replace("of-b", "of-a"),
                    A.replace("of-b", "of-a").replace(": a }", ": c }"))))
        .hasStatus(422)
        .bodyJson()
        .extractingPath("documents[*].findings[?(@.severity == 'error')].code")
        .asArray()
        .containsExactly("claim.held", "claim.held");
  }

  @Test
  void haveTheSizeOfOneTogether() {
    String large = "#" + "x".repeat(2 << 20) + "\n";

    assertThat(requests.files("/validate", List.of(large + A, large + B))).hasStatus(413);
  }

  @Test
  void areWrittenByWhoMayWriteForEachOwner() {
    String key = edge.key(Scope.policyWrite("a"));
    MvcTestResult refused =
        edge.post("/api/v1/policies/upload", key)
            .multipart()
            .file(part(A))
            .file(part(B))
            .exchange();

    assertThat(refused).hasStatus(403);
  }

  private static MockMultipartFile part(String document) {
    return new MockMultipartFile(
        "file", "p.yaml", "text/yaml", document.getBytes(StandardCharsets.UTF_8));
  }

  private static String exported(Edge edge) {
    return new String(
        edge.get("/api/v1/policies/export", edge.owner())
            .exchange()
            .getResponse()
            .getContentAsByteArray(),
        StandardCharsets.UTF_8);
  }

  @Test
  void areTakenWithNothingElseInTheForm() {
    var file =
        new MockMultipartFile("file", "a.yaml", "text/yaml", A.getBytes(StandardCharsets.UTF_8));
    var misnamed =
        new MockMultipartFile("files", "b.yaml", "text/yaml", B.getBytes(StandardCharsets.UTF_8));
    String upload = "/api/v1/policies/upload";

    assertThat(
            edge.post(upload, edge.owner())
                .multipart()
                .file(file)
                .param("dryrun", "true")
                .exchange())
        .hasStatus(422)
        .bodyText()
        .contains("Did you mean `dry_run`?");
    assertThat(edge.post(upload, edge.owner()).multipart().file(file).file(misnamed).exchange())
        .hasStatus(422)
        .bodyText()
        .contains("files");
    assertThat(requests.get("")).bodyJson().extractingPath("items").asArray().isEmpty();
  }
}
