package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.audit.WrittenLedger;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.mcp.FixtureMcpServer;
import ai.preloop.api.edge.Edge;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Servers that a document brings come, change and go with it. */
class BroughtServerEdgeTests {

  private static final String SERVERS = "/api/v1/mcp-servers";
  private static final String POLICIES = "/api/v1/policies";
  private static final String SECRET = "tok3n-that-nobody-sees";
  private static final String TOOLS = "tools: [ { name: pay, source: shop, otherwise: deny } ]\n";

  private Edge edge;
  private FixtureMcpServer upstream;

  @BeforeEach
  void start() {
    edge = Edge.start();
    upstream = FixtureMcpServer.start();
    upstream.tool("pay", "{}", arguments -> FixtureMcpServer.text("paid"));
  }

  @AfterEach
  void stop() {
    upstream.close();
    edge.close();
  }

  @Test
  void comeWithTheirToolsAndGoWithTheDocumentsEntry() {
    MvcTestResult brought = upload(shop("team", ""), edge.owner());

    assertThat(brought).hasStatusOk();
    assertThat(json(brought).path("changes").toString()).contains("added server shop");
    assertThat(json(brought).at("/servers/0/name").asString()).isEqualTo("shop");
    assertThat(json(brought).at("/servers/0/tools").asInt()).isPositive();
    assertThat(server("shop").path("status").asString()).isEqualTo("active");
    assertThat(server("shop").path("owner").asString()).isEqualTo("team");
    assertThat(json(edge.get("/api/v1/tools", edge.owner()).exchange()).toString())
        .contains("\"pay\"");

    assertThat(upload(document("team", ""), edge.owner())).hasStatusOk();
    assertThat(server("shop").isMissingNode()).isTrue();
  }

  @Test
  void areLeftAloneByTheSameDocumentAndByATrialOfAnother() {
    upload(shop("team", ""), edge.owner());
    String id = server("shop").path("id").asString();
    int scans = upstream.requests().size();

    assertThat(json(upload(shop("team", ""), edge.owner())).path("applied").asBoolean()).isFalse();
    assertThat(
            edge.post(POLICIES + "/upload?dry_run=true", edge.owner())
                .contentType(MediaType.parseMediaType("application/yaml"))
                .content(document("team", ""))
                .exchange())
        .hasStatusOk();
    assertThat(server("shop").path("id").asString()).isEqualTo(id);
    assertThat(upstream.requests()).hasSize(scans);
  }

  @Test
  void changeInPlace() {
    upload(shop("team", ""), edge.owner());
    String id = server("shop").path("id").asString();

    MvcTestResult trusted = upload(shop("team", ", trusted: true"), edge.owner());

    assertThat(trusted).hasStatusOk();
    assertThat(json(trusted).path("servers").size()).isZero();
    assertThat(server("shop").path("trusted").asBoolean()).isTrue();
    assertThat(server("shop").path("id").asString()).isEqualTo(id);
    assertThat(server("shop").path("status").asString()).isEqualTo("active");
  }

  @Test
  void areChangedByTheirDocumentOnly() {
    upload(shop("team", ""), edge.owner());
    String path = SERVERS + "/" + server("shop").path("id").asString();

    MvcTestResult removed = edge.request(HttpMethod.DELETE, path, edge.owner()).exchange();
    MvcTestResult changed =
        edge.request(HttpMethod.PUT, path, edge.owner())
            .contentType(MediaType.APPLICATION_JSON)
            .content("{\"name\":\"shop\",\"url\":\"https://other.example/mcp\"}")
            .exchange();

    assertThat(removed).hasStatus(409);
    assertThat(removed).bodyText().contains("`team`");
    assertThat(changed).hasStatus(409);
    assertThat(edge.post(path + "/scan", edge.owner()).exchange()).hasStatusOk();
  }

  @Test
  void takeNoServerThatWasMadeByHandOrIsAnothers() {
    create("{\"name\":\"shop\",\"url\":\"%s\"}".formatted(upstream.url()));
    MvcTestResult taken = upload(shop("team", ""), edge.owner());
    upload(server("team", "till", upstream.url(), ""), edge.owner());
    MvcTestResult second = upload(server("other", "till", upstream.url(), ""), edge.owner());

    assertThat(taken).hasStatus(422);
    assertThat(taken).bodyText().contains("claim.held", "`console`", "`team`");
    assertThat(second).hasStatus(422);
    assertThat(second).bodyText().contains("claim.held", "`team`", "`other`");
  }

  @Test
  void takeAServerThatWasMadeByHandFromWhoForcesIt() {
    create("{\"name\":\"shop\",\"url\":\"%s\"}".formatted(upstream.url()));
    String id = server("shop").path("id").asString();

    MvcTestResult forced =
        send(POLICIES + "/upload?force=true", shop("team", ", trusted: true"), edge.owner());

    assertThat(forced).hasStatusOk();
    assertThat(server("shop").path("owner").asString()).isEqualTo("team");
    assertThat(server("shop").path("id").asString()).isEqualTo(id);
    assertThat(
            send(
                POLICIES + "/upload?force=true",
                server("team", "till", upstream.url(), ""),
                edge.key(Scope.policyWrite("team"))))
        .hasStatus(403);
  }

  @Test
  void goFromEntriesOfOtherOwnersForWhoForcesIt() {
    upload(shop("team", ""), edge.owner());
    upload(document("other", TOOLS), edge.owner());

    assertThat(send(POLICIES + "/upload?force=true", document("team", ""), edge.owner()))
        .hasStatusOk();
    assertThat(server("shop").isMissingNode()).isTrue();
  }

  @Test
  void keepACredentialThatStandsInTheDocumentNowhereButInTheSecretStore() {
    upstream.require("Authorization", "Bearer " + SECRET, 401);
    String document = shop("team", signIn("{ token: \"" + SECRET + "\" }"));

    MvcTestResult brought = upload(document, edge.owner());

    assertThat(brought).hasStatusOk();
    assertThat(brought).bodyText().contains("credential.literal").doesNotContain(SECRET);
    assertThat(server("shop").path("status").asString()).isEqualTo("active");
    assertThat(everythingKept()).contains("mcp-servers/shop").doesNotContain(SECRET);
    assertThat(edge.get(POLICIES + "/export", edge.owner()).exchange())
        .bodyText()
        .contains("{\"secret\": \"mcp-servers/shop\"}")
        .doesNotContain(SECRET);
    assertThat(send(POLICIES + "/diff", document, edge.owner()))
        .bodyText()
        .doesNotContain(SECRET)
        .contains("\"changes\":[]");
    assertThat(json(upload(document, edge.owner())).path("applied").asBoolean()).isFalse();
  }

  @Test
  void signInWithTheCredentialThatStandsThereLast() {
    upload(shop("team", signIn("{ token: old-one }")), edge.owner());
    upstream.require("Authorization", "Bearer " + SECRET, 401);

    MvcTestResult replaced =
        upload(shop("team", signIn("{ token: " + SECRET + " }")), edge.owner());

    assertThat(json(replaced).path("applied").asBoolean()).isFalse();
    assertThat(replaced).bodyText().contains("credential.kept");
    assertThat(
            edge.post(SERVERS + "/" + server("shop").path("id").asString() + "/scan", edge.owner())
                .exchange())
        .hasStatusOk();
  }

  @Test
  void comeBackWithTheVersionThatHadThem() {
    upstream.require("Authorization", "Bearer " + SECRET, 401);
    MvcTestResult first = upload(shop("team", signIn("{ token: " + SECRET + " }")), edge.owner());
    upload(document("team", ""), edge.owner());

    MvcTestResult back =
        edge.post(
                POLICIES + "/versions/" + json(first).path("version").asInt() + "/rollback",
                edge.owner())
            .exchange();

    assertThat(back).hasStatusOk();
    assertThat(server("shop").path("status").asString()).isEqualTo("active");
  }

  @Test
  void areBroughtByWhoMayWriteTheWholePolicy() {
    MvcTestResult one = upload(shop("team", ""), edge.key(Scope.policyWrite("team")));

    assertThat(one).hasStatus(403);
    assertThat(one).bodyText().contains("MCP servers");
    assertThat(upload(shop("team", ""), edge.key(Scope.POLICY_WRITE))).hasStatusOk();
    assertThat(upload(document("team", "# again\n"), edge.key(Scope.policyWrite("team"))))
        .hasStatus(403);
    assertThat(server("shop").isMissingNode()).isFalse();
  }

  @Test
  void stayWhileAnotherOwnersEntriesNameThem() {
    upload(shop("team", ""), edge.owner());
    assertThat(upload(document("other", TOOLS), edge.owner())).hasStatusOk();

    MvcTestResult gone = upload(document("team", ""), edge.owner());

    assertThat(gone).hasStatus(409);
    assertThat(gone).bodyText().contains("pay (shop) of other");
    assertThat(server("shop").isMissingNode()).isFalse();
  }

  @Test
  void goNowhereWithASecretOfAnotherOrigin() {
    upload(shop("team", signIn("{ token: " + SECRET + " }")), edge.owner());

    MvcTestResult drawn =
        upload(
            server(
                "thief",
                "drawn",
                URI.create("https://evil.example/mcp"),
                signIn("{ secret: mcp-servers/shop }")),
            edge.owner());

    assertThat(drawn).hasStatus(422);
    assertThat(drawn).bodyText().contains("secret.origin", "evil.example");
  }

  @Test
  void areThereThoughTheyDoNotAnswer() {
    upstream.require("Authorization", "Bearer " + SECRET, 401);

    MvcTestResult brought = upload(shop("team", ""), edge.owner());

    assertThat(brought).hasStatusOk();
    assertThat(json(brought).path("applied").asBoolean()).isTrue();
    assertThat(json(brought).at("/servers/0/error").asString()).isNotEmpty();
    assertThat(server("shop").path("status").asString()).isEqualTo("error");
  }

  @Test
  void sayWhichRulesDoNotFitTheirTools() {
    upstream.define("refund", amount("refund", "amount"));
    MvcTestResult brought =
        upload(
            shop("team", "")
                + "tools: [ { name: refund, source: shop, conditions: [ { expression: args.amont > 5,"
                + " action: deny } ] } ]\n",
            edge.owner());

    assertThat(brought).hasStatusOk();
    assertThat(brought)
        .bodyText()
        .contains("condition.unknown_field")
        .doesNotContain("tool.unmatched");
  }

  @Test
  void sayWhichStarsDoNotFitOneOfTheirToolsAnyMore() {
    upstream.define("refund", amount("refund", "amount"));
    upstream.define("refund_all", amount("refund_all", "amount"));
    upload(
        shop("team", "")
            + "tools: [ { name: refund*, source: shop, conditions: [ { expression: args.amount > 5,"
            + " action: deny } ] } ]\n",
        edge.owner());

    upstream.define("refund", amount("refund", "sum"));
    MvcTestResult scanned =
        edge.post(SERVERS + "/" + server("shop").path("id").asString() + "/scan", edge.owner())
            .exchange();

    assertThat(json(scanned).path("unfit").size()).isEqualTo(1);
    assertThat(scanned).bodyText().contains("condition.unknown_field", "`refund` of `shop`");
  }

  private static String amount(String name, String argument) {
    return "{\"name\":\"%s\",\"inputSchema\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"%s\":{\"type\":\"integer\"}}}}"
        .formatted(name, argument);
  }

  private String shop(String owner, String more) {
    return server(owner, "shop", upstream.url(), more);
  }

  private static String server(String owner, String name, URI url, String more) {
    return document(
        owner, "mcp_servers: [ { name: %s, url: \"%s\"%s } ]\n".formatted(name, url, more));
  }

  private static String signIn(String configuration) {
    return ", auth_type: bearer, auth_config: " + configuration;
  }

  private static String document(String owner, String rest) {
    return "version: \"1.0\"\nmetadata: { name: %s }\n%s".formatted(owner, rest);
  }

  private MvcTestResult upload(String document, String credential) {
    return send(POLICIES + "/upload", document, credential);
  }

  private MvcTestResult send(String path, String document, String credential) {
    return edge.post(path, credential)
        .contentType(MediaType.parseMediaType("application/yaml"))
        .content(document)
        .exchange();
  }

  private void create(String body) {
    assertThat(
            edge.post(SERVERS, edge.owner())
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange())
        .hasStatus(201);
  }

  private JsonNode server(String name) {
    JsonNode all = json(edge.get(SERVERS, edge.owner()).exchange());
    return all.path("items")
        .valueStream()
        .filter(each -> each.path("name").asString().equals(name))
        .findFirst()
        .orElse(all.path("nothing"));
  }

  /** Versions and records as they are stored. */
  private String everythingKept() {
    WrittenLedger.await(edge.bean(Database.class));
    return edge.bean(Database.class)
        .inAccount(
            edge.person().account(),
            jdbc ->
                jdbc.sql(
                        """
                        select string_agg(v::text, '') || (select string_agg(r::text, '')
                          from audit_records r) from policy_versions v
                        """)
                    .query(String.class)
                    .single());
  }

  private static JsonNode json(MvcTestResult answer) {
    return JsonMapper.shared().readTree(answer.getResponse().getContentAsByteArray());
  }
}
