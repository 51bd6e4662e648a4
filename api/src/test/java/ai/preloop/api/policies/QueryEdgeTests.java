package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.api.edge.Edge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What a query says that nobody knows was meant to say something. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryEdgeTests {

  private static final String DOCUMENT = "version: \"1.0\"\nmetadata: { name: queries }\n";

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
  void aDryRunThatIsMistypedAppliesNothing() {
    MvcTestResult refused = requests.upload(DOCUMENT, "?dryrun=true");

    assertThat(refused).hasStatus(422);
    assertThat(refused)
        .bodyJson()
        .extractingPath("detail")
        .isEqualTo(
            "There is no parameter dryrun here; there are check_server_references, dry_run,"
                + " expected_version, force, strict. Did you mean `dry_run`?");
    assertThat(requests.get("")).bodyJson().extractingPath("items").asArray().isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/policies/export?policyname=a, policy_name",
    "/api/v1/policies/versions?limits=1, limit",
    "/api/v1/tool-configurations?curser=a, cursor",
    "/api/v1/mcp-servers?curser=a, cursor"
  })
  void theNearestThatThereIsIsNamed(String path, String nearest) {
    assertThat(edge.get(path, edge.owner()).exchange())
        .hasStatus(422)
        .bodyJson()
        .extractingPath("detail")
        .asString()
        .endsWith("Did you mean `%s`?".formatted(nearest));
  }

  @Test
  void whatIsDeclaredIsTaken() {
    assertThat(
            requests.upload(
                DOCUMENT, "?dry_run=true&strict=false&check_server_references=true&force=false"))
        .hasStatusOk();
    assertThat(edge.get("/api/v1/policies/schema?x=1", edge.owner()).exchange())
        .hasStatus(422)
        .bodyJson()
        .extractingPath("detail")
        .isEqualTo("There is no parameter x here; there is none.");
  }
}
