package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.audit.WrittenLedger;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Authentications;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.servers.ServerSpec;
import ai.preloop.activities.servers.Servers;
import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.api.edge.Edge;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DefinitionEdgeTests {

  private static final String SERVERS = "/api/v1/mcp-servers";

  private Edge edge;
  private FixtureMcpServer upstream;
  private String server;

  @BeforeAll
  void start() {
    edge = Edge.start();
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  /** A server whose tool {@code pay} was accepted, and then changed; {@code late} came later. */
  @BeforeEach
  void register() {
    upstream = FixtureMcpServer.start();
    define("pay", "Pays.");
    String body = "{\"name\":\"bank\",\"url\":\"%s\"}".formatted(upstream.url());
    server = json(post(SERVERS, edge.owner(), body)).path("id").asString();
    scan();
    define("pay", "Pays twice.");
    define("late", "Came later.");
  }

  @AfterEach
  void remove() {
    edge.request(HttpMethod.DELETE, SERVERS + "/" + server, edge.owner()).exchange();
    upstream.close();
  }

  @Test
  void showsWhatWasAcceptedBesideWhatIsSaidNow() {
    assertThat(tool("pay").path("state").asString()).isEqualTo("accepted");
    assertThat(tool("pay").has("definition")).isFalse();
    String accepted = tool("pay").path("digest").asString();

    scan();

    JsonNode pay = tool("pay");
    assertThat(pay.path("state").asString()).isEqualTo("changed");
    assertThat(pay.path("digest").asString()).isNotEqualTo(accepted).hasSize(64);
    assertThat(pay.at("/definition/description").asString()).isEqualTo("Pays twice.");
    assertThat(pay.at("/accepted/digest").asString()).isEqualTo(accepted);
    assertThat(pay.at("/accepted/definition/description").asString()).isEqualTo("Pays.");
    JsonNode late = tool("late");
    assertThat(late.path("state").asString()).isEqualTo("new");
    assertThat(late.at("/definition/description").asString()).isEqualTo("Came later.");
    assertThat(late.has("accepted")).isFalse();
  }

  @Test
  void saysWhichRulesDoNotFitAnyMore() {
    upstream.define("refund", refund("amount"));
    scan();
    String policy =
        """
        version: "1.0"
        metadata: { name: refunds }
        tools:
          - name: refund
            source: bank
            conditions:
              - { expression: args.amount > 5, action: deny }
        """;
    assertThat(upload(policy)).hasStatusOk();
    upstream.define("refund", refund("sum"));

    JsonNode found = json(post(SERVERS + "/" + server + "/scan", edge.owner(), "{}"));

    assertThat(found.path("unfit").size()).as(found.toString()).isEqualTo(1);
    assertThat(found.at("/unfit/0/policy_name").asString()).isEqualTo("refunds");
    assertThat(found.at("/unfit/0/path").asString())
        .isEqualTo("$.tools[0].conditions[0].expression");
    assertThat(found.at("/unfit/0/line").asInt()).isEqualTo(7);
    assertThat(found.at("/unfit/0/message").asString()).contains("amount");
    assertThat(json(post(SERVERS + "/" + server + "/scan", edge.owner(), "{}")).path("unfit"))
        .as("It is said once.")
        .isEmpty();
    assertThat(upload("version: \"1.0\"\nmetadata: { name: refunds }\n")).hasStatusOk();
  }

  private MvcTestResult upload(String policy) {
    return edge.post("/api/v1/policies/upload", edge.owner())
        .header("Content-Type", "text/yaml")
        .content(policy)
        .exchange();
  }

  private static String refund(String property) {
    return """
    {"name":"refund","inputSchema":{"type":"object","properties":{"%s":{"type":"number"}}}}\
    """
        .formatted(property);
  }

  @Test
  void keepsWhatWasAcceptedThroughFurtherChanges() {
    scan();
    define("pay", "Pays thrice.");
    scan();
    assertThat(tool("pay").at("/accepted/definition/description").asString()).isEqualTo("Pays.");
    define("pay", "Pays.");
    scan();
    assertThat(tool("pay").path("state").asString()).isEqualTo("accepted");
    assertThat(tool("pay").has("accepted")).isFalse();
  }

  @Test
  void acceptsWhatWasLookedAt() {
    scan();
    String before = tool("pay").at("/accepted/digest").asString();
    assertThat(tool("pay").at("/policy/verdict").asString()).isEqualTo("deny");

    for (String name : List.of("pay", "late")) {
      String digest = tool(name).path("digest").asString();
      MvcTestResult accepted = accept(name, edge.owner(), digest);
      assertThat(accepted).hasStatusOk();
      assertThat(json(accepted)).isEqualTo(tool(name));
      assertThat(tool(name).path("state").asString()).isEqualTo("accepted");
      assertThat(tool(name).at("/policy/verdict").asString()).isEqualTo("allow");
      assertThat(tool(name).has("accepted")).isFalse();
    }
    assertThat(records())
        .containsExactlyInAnyOrder(
            "user owner bank pay {\"accepted\":\"%s\",\"before\":\"%s\"}"
                .formatted(tool("pay").path("digest").asString(), before),
            "user owner bank late {\"accepted\":\"%s\"}"
                .formatted(tool("late").path("digest").asString()));
    assertThat(scan().path("unaccepted")).isEmpty();
  }

  @Test
  void acceptsAToolWhoseNameNoPathCanHave() {
    String strange = "files/read%2F..;x";
    define(strange, "Reads.");
    scan();
    String digest = tool(strange).path("digest").asString();
    String path = SERVERS + "/" + server + "/tools/accept";
    String body = "{\"name\":\"%s\",\"digest\":\"%s\"}".formatted(strange, digest);

    assertThat(post(path, edge.key(Scope.ACCOUNT_READ), body)).hasStatus(403);
    MvcTestResult accepted = post(path, edge.owner(), body);
    assertThat(accepted).hasStatusOk();
    assertThat(json(accepted).path("tool").asString()).isEqualTo(strange);
    assertThat(tool(strange).path("state").asString()).isEqualTo("accepted");
    assertThat(post(path, edge.owner(), "{\"digest\":\"%s\"}".formatted(digest))).hasStatus(422);
  }

  @Test
  void acceptsOnceHoweverOftenItIsTold() {
    scan();
    String digest = tool("late").path("digest").asString();
    long before = revision();

    assertThat(accept("late", edge.owner(), digest)).hasStatusOk();
    long after = revision();
    assertThat(after).isGreaterThan(before);
    assertThat(accept("late", edge.owner(), digest.toUpperCase(Locale.ROOT))).hasStatusOk();

    assertThat(revision()).isEqualTo(after);
    assertThat(records()).hasSize(1);
  }

  @Test
  void acceptsNothingThatWasNotLookedAt() {
    scan();
    String looked = tool("pay").path("digest").asString();
    String accepted = tool("pay").at("/accepted/digest").asString();
    define("pay", "Pays everybody.");
    scan();

    assertThat(accept("pay", edge.owner(), looked)).hasStatus(409);
    assertThat(accept("pay", edge.owner(), accepted)).hasStatus(409);
    assertThat(tool("pay").path("state").asString()).isEqualTo("changed");
    assertThat(records()).isEmpty();
  }

  @Test
  void acceptsNothingThatIsNotThere() {
    scan();
    String digest = tool("late").path("digest").asString();
    assertThat(accept("none", edge.owner(), digest)).hasStatus(404);
    upstream.removeTool("late");
    scan();
    assertThat(accept("late", edge.owner(), digest)).hasStatus(404);
    assertThat(records()).isEmpty();

    UUID theirs =
        edge.bean(Servers.class)
            .create(
                edge.stranger(),
                new ServerSpec(
                    "theirs",
                    "https://their.example/mcp",
                    "streamable-http",
                    false,
                    ServerSpec.Auth.NONE))
            .id();
    String body = "{\"digest\":\"%s\"}".formatted(digest);
    assertThat(post(SERVERS + "/" + theirs + "/tools/late/accept", edge.owner(), body))
        .hasStatus(404);
  }

  @Test
  void wantsADigest() {
    scan();
    for (String body : List.of("{}", "{\"digest\":\"\"}", "{\"digest\":\"abc\"}")) {
      assertThat(post(SERVERS + "/" + server + "/tools/late/accept", edge.owner(), body))
          .as(body)
          .hasStatus(422);
    }
  }

  @Test
  void isForThoseWhoMayRegisterServers() {
    scan();
    String digest = tool("late").path("digest").asString();
    for (Scope scope :
        List.of(Scope.MCP_CALL, Scope.ACCOUNT_READ, Scope.APPROVALS_DECIDE, Scope.POLICY_WRITE)) {
      assertThat(accept("late", edge.key(scope), digest)).as(scope.value()).hasStatus(403);
    }
    assertThat(accept("late", "", digest)).hasStatus(401);
    assertThat(tool("late").path("state").asString()).isEqualTo("new");

    assertThat(accept("late", edge.key(Scope.ACCOUNT_ADMIN, Scope.ACCOUNT_READ), digest))
        .hasStatusOk();
    assertThat(records()).singleElement().asString().startsWith("api_key a key ");
  }

  @Test
  void namesAtEachScanWhatNobodyAccepted() {
    assertThat(scan().path("unaccepted").toString()).isEqualTo("[\"late\",\"pay\"]");
    JsonNode again = scan();
    assertThat(again.path("changed")).isEmpty();
    assertThat(again.path("unaccepted").toString()).isEqualTo("[\"late\",\"pay\"]");
  }

  private void define(String name, String description) {
    upstream.define(
        name,
        "{\"name\":\"%s\",\"description\":\"%s\",\"inputSchema\":{\"type\":\"object\"}}"
            .formatted(name, description));
  }

  private JsonNode scan() {
    MvcTestResult scanned = post(SERVERS + "/" + server + "/scan", edge.owner(), "{}");
    assertThat(scanned).hasStatusOk();
    return json(scanned);
  }

  private MvcTestResult accept(String name, String credential, String digest) {
    String body = "{\"digest\":\"%s\"}".formatted(digest);
    return post(SERVERS + "/" + server + "/tools/" + name + "/accept", credential, body);
  }

  private JsonNode tool(String name) {
    String list = SERVERS + "/" + server + "/tools";
    return json(edge.get(list, edge.owner()).exchange())
        .path("items")
        .valueStream()
        .filter(item -> item.path("tool").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** What the ledger says of what was accepted since the server was registered. */
  private List<String> records() {
    WrittenLedger.await(edge.bean(Database.class));
    return edge.bean(Database.class)
        .inAccount(
            owner().account(),
            jdbc ->
                jdbc.sql(
                        """
                        select concat_ws(' ', principal_type, principal_name, server, tool, arguments)
                        from audit_records where action = 'tool.accepted' and seq >
                          (select max(seq) from audit_records where action = 'server.created')
                        """)
                    .query(String.class)
                    .list());
  }

  private long revision() {
    return edge.bean(Database.class)
        .inAccount(
            owner().account(),
            jdbc -> jdbc.sql("select revision from account_revisions").query(Long.class).single());
  }

  private Principal owner() {
    return edge.bean(Authentications.class).authenticate("Bearer " + edge.owner(), null);
  }

  private MvcTestResult post(String path, String credential, String body) {
    return edge.post(path, credential)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private static JsonNode json(MvcTestResult answer) {
    return JsonMapper.shared().readTree(answer.getResponse().getContentAsByteArray());
  }
}
