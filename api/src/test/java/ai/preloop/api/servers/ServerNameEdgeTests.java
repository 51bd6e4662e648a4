package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.audit.WrittenLedger;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Scope;
import ai.preloop.api.edge.Edge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerNameEdgeTests {

  private static final String SERVERS = "/api/v1/mcp-servers";

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
  void aNameThatThePolicyUsesIsNotGivenUpUnlessThatIsMeant() {
    String vault = created("vault");
    apply("vault", "safety");

    MvcTestResult refused = put(vault, "attic", edge.owner(), "");
    assertThat(refused).hasStatus(409);
    assertThat(refused).bodyText().contains("open_door (vault) of safety", "force");
    assertThat(json(refused).path("entries").path(0).path("owner").asString()).isEqualTo("safety");
    assertThat(delete(vault, edge.owner(), "")).hasStatus(409);
    assertThat(edge.get(SERVERS + "/" + vault, edge.owner()).exchange())
        .bodyJson()
        .extractingPath("name")
        .isEqualTo("vault");

    MvcTestResult forced = put(vault, "attic", edge.owner(), "?force=true");
    assertThat(forced).hasStatusOk();
    assertThat(json(forced).path("unmatched_entries").toString())
        .isEqualTo("[{\"owner\":\"safety\",\"entry\":\"open_door (vault)\"}]");
    assertThat(recorded("server.changed", "attic"))
        .isEqualTo(
            "{\"name\":\"attic\",\"name_before\":\"vault\",\"unmatched_entries\":[\"open_door (vault) of safety\"]}");
  }

  @Test
  void forceIsForThoseWhoMayWriteThePolicy() {
    String cellar = created("cellar");
    apply("cellar", "wine");
    String admin = edge.key(Scope.ACCOUNT_ADMIN);
    String other = edge.key(Scope.ACCOUNT_ADMIN, Scope.policyWrite("beer"));
    String writer = edge.key(Scope.ACCOUNT_ADMIN, Scope.policyWrite("wine"));

    assertThat(put(cellar, "attic-2", admin, "?force=true")).hasStatus(403);
    assertThat(delete(cellar, admin, "?force=true")).hasStatus(403);
    assertThat(delete(cellar, other, "?force=true")).hasStatus(403);
    MvcTestResult removed = delete(cellar, writer, "?force=true");
    assertThat(removed).hasStatusOk();
    assertThat(json(removed).path("unmatched_entries").toString())
        .isEqualTo("[{\"owner\":\"wine\",\"entry\":\"open_door (cellar)\"}]");
    assertThat(recorded("server.removed", "cellar")).contains("open_door (cellar) of wine");
  }

  @Test
  void aNameThatThePolicyDoesNotUseIsFreeToChange() {
    String id = created("plain");
    String admin = edge.key(Scope.ACCOUNT_ADMIN);

    MvcTestResult renamed = put(id, "plainer", admin, "");
    assertThat(renamed).hasStatusOk();
    assertThat(json(renamed).path("unmatched_entries").isEmpty()).isTrue();
    assertThat(recorded("server.changed", "plainer"))
        .isEqualTo("{\"name\":\"plainer\",\"name_before\":\"plain\"}");
    assertThat(delete(id, admin, "")).hasStatus(204);
  }

  private String created(String name) {
    MvcTestResult made =
        edge.post(SERVERS, edge.owner())
            .contentType(MediaType.APPLICATION_JSON)
            .content(body(name))
            .exchange();
    assertThat(made).hasStatus(201);
    return json(made).path("id").asString();
  }

  private void apply(String server, String owner) {
    String document =
        """
        version: "1.0"
        metadata: { name: %s }
        tools:
          - { name: open_door, source: %s, otherwise: deny }
        """
            .formatted(owner, server);
    assertThat(
            edge.post("/api/v1/policies/upload", edge.owner())
                .contentType(MediaType.parseMediaType("application/yaml"))
                .content(document)
                .exchange())
        .hasStatusOk();
  }

  private MvcTestResult put(String id, String name, String credential, String query) {
    return edge.request(HttpMethod.PUT, SERVERS + "/" + id + query, credential)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body(name))
        .exchange();
  }

  private MvcTestResult delete(String id, String credential, String query) {
    return edge.request(HttpMethod.DELETE, SERVERS + "/" + id + query, credential).exchange();
  }

  private static String body(String name) {
    return "{\"name\":\"%s\",\"url\":\"https://one.example/mcp\"}".formatted(name);
  }

  /** What waits to be written to the ledger, or is in it already. */
  private String recorded(String action, String server) {
    WrittenLedger.await(edge.bean(Database.class));
    return edge.bean(Database.class)
        .inAccount(
            edge.person().account(),
            jdbc ->
                jdbc.sql(
                        "select arguments::text from audit_records where action = ? and server = ?")
                    .params(action, server)
                    .query(String.class)
                    .single());
  }

  private static JsonNode json(MvcTestResult answer) {
    return JsonMapper.shared().readTree(answer.getResponse().getContentAsByteArray());
  }
}
