package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.identity.Scope;
import ai.preloop.api.edge.Edge;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;

/** An export is what owners wrote, and makes the same policy in an account that has none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportEdgeTests {

  private static final String BANK =
      """
      # Payments are the bank team's.
      version: "1.0"
      metadata: { name: bank }
      approval_workflows:
        - name: two-eyes   # at least
          timeout_seconds: 600
      tools:
        - { name: pay, conditions: [ { expression: args.amount > 5, action: deny, description: No } ] }
      """;
  private static final String PLATFORM =
      """
      version: "1.0"
      metadata: { name: platform }
      tools:
        # Nobody deploys by himself.
        - { name: deploy, approval_workflow: two-eyes }
      """;

  private Edge edge;

  @BeforeAll
  void start() {
    edge = Edge.start();
    apply(edge, "text/yaml", BANK);
    apply(edge, "text/yaml", PLATFORM);
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @Test
  void isAStreamOfTheDocumentsToTheLetter() {
    MvcTestResult answer = export(edge, "");

    assertThat(answer).hasStatusOk().hasContentType("application/yaml");
    assertThat(text(answer).split("(?m)^---\n", -1)).containsExactly(BANK, PLATFORM);
    assertThat(text(export(edge, "?format=yaml"))).isEqualTo(text(answer));
  }

  @Test
  void isAnArrayInJson() {
    MvcTestResult answer = export(edge, "?format=json");

    assertThat(answer).hasStatusOk().hasContentType("application/json");
    JsonNode documents = PolicyRequests.json(answer);
    assertThat(documents.valueStream().map(each -> each.at("/metadata/name").asString()))
        .containsExactly("bank", "platform");
    assertThat(documents.at("/0/approval_workflows/0/timeout_seconds").asInt()).isEqualTo(600);
    assertThat(documents.at("/1/tools/0/approval_workflow").asString()).isEqualTo("two-eyes");
  }

  @Test
  void isOfOneOwnerWhoIsNamed() {
    assertThat(text(export(edge, "?policy_name=bank"))).isEqualTo(BANK);
    JsonNode one = PolicyRequests.json(export(edge, "?policy_name=platform&format=json"));
    assertThat(one).hasSize(1);
    assertThat(one.at("/0/metadata/name").asString()).isEqualTo("platform");
    assertThat(export(edge, "?format=toml")).hasStatus(422);
  }

  @Test
  void makesTheSamePolicyInAnEmptyAccount() {
    try (Edge empty = Edge.start()) {
      for (String document : text(export(edge, "")).split("(?m)^---\n", -1)) {
        apply(empty, "text/yaml", document);
      }

      assertThat(text(export(empty, ""))).isEqualTo(text(export(edge, "")));
      assertThat(entries(empty)).isEqualTo(entries(edge));
      assertThat(verdicts(empty)).isEqualTo(verdicts(edge)).containsExactly("deny", "allow", "ask");
    }
  }

  @Test
  void makesTheSamePolicyInAnEmptyAccountFromJson() {
    try (Edge empty = Edge.start()) {
      for (JsonNode document : PolicyRequests.json(export(edge, "?format=json"))) {
        apply(empty, "application/json", document.toString());
      }

      assertThat(PolicyRequests.json(export(empty, "?format=json")))
          .isEqualTo(PolicyRequests.json(export(edge, "?format=json")));
      assertThat(entries(empty)).isEqualTo(entries(edge));
      assertThat(verdicts(empty)).isEqualTo(verdicts(edge));
    }
  }

  /** What the account has, owner by owner, without the ids. */
  private static List<String> entries(Edge of) {
    return List.of("/api/v1/approval-workflows", "/api/v1/tool-configurations").stream()
        .map(path -> PolicyRequests.json(of.get(path, of.owner()).exchange()))
        .flatMap(page -> page.path("items").valueStream())
        .map(item -> item.path("owner").asString() + " " + item.path("entry"))
        .toList();
  }

  private static List<String> verdicts(Edge of) {
    return List.of(
            "{\"tool\":\"pay\",\"args\":{\"amount\":9}}",
            "{\"tool\":\"pay\",\"args\":{\"amount\":1}}",
            "{\"tool\":\"deploy\",\"args\":{}}")
        .stream()
        .map(call ->
            of.post("/api/v1/policies/explain", of.owner())
                .header("Content-Type", "application/json")
                .content(call)
                .exchange())
        .map(answer -> PolicyRequests.json(answer).path("verdict").asString())
        .toList();
  }

  private static void apply(Edge to, String type, String document) {
    assertThat(
            to.request(HttpMethod.POST, "/api/v1/policies/upload", to.owner())
                .header("Content-Type", type)
                .content(document)
                .exchange())
        .hasStatusOk();
  }

  private static MvcTestResult export(Edge from, String query) {
    return from.get("/api/v1/policies/export" + query, from.key(Scope.ACCOUNT_READ)).exchange();
  }

  private static String text(MvcTestResult answer) {
    return new String(answer.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
  }
}
