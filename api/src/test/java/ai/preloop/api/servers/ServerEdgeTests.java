package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Authentications;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.servers.ServerSpec;
import ai.preloop.activities.servers.Servers;
import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.api.edge.Edge;
import ai.preloop.policies.documents.Sources;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerEdgeTests {

  private static final String SERVERS = "/api/v1/mcp-servers";
  private static final String SECRET = "tok3n-that-nobody-sees";

  private Edge edge;
  private FixtureMcpServer upstream;

  @BeforeAll
  void start() {
    edge = Edge.start();
    upstream = FixtureMcpServer.start();
  }

  @AfterAll
  void stop() {
    upstream.close();
    edge.close();
  }

  @Test
  void registersScansAndLists() {
    upstream.tool("pay", "{}", arguments -> FixtureMcpServer.text("paid"));
    String id = created("{\"name\":\"shop\",\"url\":\"%s\"}".formatted(upstream.url()));

    MvcTestResult scan = edge.post(SERVERS + "/" + id + "/scan", edge.owner()).exchange();
    assertThat(scan).hasStatusOk();
    assertThat(json(scan).path("tools").asInt()).isEqualTo(json(scan).path("added").size());
    assertThat(json(scan).path("added").toString()).contains("\"pay\"");

    MvcTestResult shown = edge.get(SERVERS + "/" + id, edge.key(Scope.ACCOUNT_READ)).exchange();
    assertThat(json(shown).path("status").asString()).isEqualTo("active");
    assertThat(json(shown).path("last_scanned_at").asString()).endsWith("Z");

    JsonNode own = json(edge.get(SERVERS + "/" + id + "/tools", edge.owner()).exchange());
    JsonNode all = json(edge.get("/api/v1/tools", edge.key(Scope.ACCOUNT_READ)).exchange());
    assertThat(all.path("items")).isEqualTo(own.path("items"));
    JsonNode pay = found(all, "pay");
    assertThat(pay.propertyNames())
        .contains("name", "server", "tool", "source", "description", "input_schema", "is_new")
        .contains("is_changed", "policy");
    assertThat(pay.path("server").asString()).isEqualTo("shop");
    assertThat(pay.path("policy").path("verdict").asString()).isEqualTo("allow");
    assertThat(pay.path("policy").path("rules").asInt()).isZero();
  }

  @Test
  void showsNoCredential() {
    MvcTestResult made =
        create(
            """
            {"name":"sealed","url":"https://one.example/mcp","auth_type":"bearer",
             "auth_config":{"token":"%s"}}
            """
                .formatted(SECRET));
    assertThat(made).hasStatus(201);
    assertThat(made).bodyText().doesNotContain(SECRET, "auth_config", "mcp-server/");
    assertThat(edge.get(SERVERS, edge.owner()).exchange()).bodyText().doesNotContain(SECRET);
  }

  @Test
  void keepsTheCredentialWhereItsOriginStays() {
    String bearer = "{\"name\":\"%s\",\"url\":\"%s\",\"auth_type\":\"%s\"%s}";
    String config = ",\"auth_config\":{\"token\":\"" + SECRET + "\"}";
    String id = created(bearer.formatted("kept", "https://kept.example/a", "bearer", config));

    assertThat(put(id, bearer.formatted("renamed", "https://kept.example/b", "bearer", "")))
        .hasStatusOk();
    MvcTestResult moved = put(id, bearer.formatted("kept", "https://evil.example/a", "bearer", ""));
    assertThat(moved).hasStatus(422);
    assertThat(moved).bodyText().doesNotContain(SECRET);
    assertThat(put(id, bearer.formatted("kept", "https://kept.example/a", "api_key", "")))
        .hasStatus(422);
    assertThat(put(id, bearer.formatted("kept", "https://kept.example/a", "none", "")))
        .hasStatusOk();
  }

  @Test
  void aChangeThatDoesNotSpeakOfTheCredentialKeepsIt() {
    String config = ",\"auth_config\":{\"token\":\"" + SECRET + "\"}";
    String with = "{\"name\":\"quiet\",\"url\":\"https://quiet.example/a\"%s}";
    String id = created(with.formatted(",\"auth_type\":\"bearer\"" + config));
    Principal owner = edge.bean(Authentications.class).authenticate("Bearer " + edge.owner(), null);
    SecretStore secrets = edge.bean(SecretStore.class);

    MvcTestResult trusted = put(id, with.formatted(",\"trusted\":true"));
    assertThat(trusted).hasStatusOk();
    assertThat(json(trusted).path("auth_type").asString()).isEqualTo("bearer");
    assertThat(json(trusted).path("trusted").asBoolean()).isTrue();
    assertThat(secrets.names(owner.account())).contains("mcp-server/" + id);
    assertThat(put(id, "{\"name\":\"quiet\",\"url\":\"https://evil.example/a\"}")).hasStatus(422);
    assertThat(put(id, with.formatted(config))).hasStatus(422);

    assertThat(put(id, with.formatted(",\"auth_type\":\"none\""))).hasStatusOk();
    assertThat(secrets.names(owner.account())).doesNotContain("mcp-server/" + id);
    assertThat(json(put(id, with.formatted(""))).path("auth_type").asString()).isEqualTo("none");
  }

  @Test
  void aChangeThatLeavesThemOutTakesTrustAndLimitBack() {
    String body = "{\"name\":\"lean\",\"url\":\"https://lean.example/mcp\"%s}";
    String id = created(body.formatted(",\"trusted\":true,\"max_concurrency\":3"));
    assertThat(shown(id).path("trusted").asBoolean()).isTrue();
    assertThat(shown(id).path("max_concurrency").asInt()).isEqualTo(3);

    assertThat(put(id, body.formatted(""))).hasStatusOk();

    assertThat(shown(id).path("trusted").asBoolean()).isFalse();
    assertThat(shown(id).path("max_concurrency").isNull()).isTrue();
  }

  @Test
  void noServerHasANameThatSaysAKindOfSource() {
    for (String name : Sources.RESERVED) {
      assertThat(create("{\"name\":\"%s\",\"url\":\"https://a.example/mcp\"}".formatted(name)))
          .as(name)
          .hasStatus(422);
    }
  }

  @Test
  void theFirstThatWasAcceptedKeepsTheBareName() {
    try (FixtureMcpServer early = FixtureMcpServer.start();
        FixtureMcpServer late = FixtureMcpServer.start()) {
      String first = created("{\"name\":\"early\",\"url\":\"%s\"}".formatted(early.url()));
      scan(first);
      early.define("twin", definition("twin", "seen first"));
      scan(first);
      late.define("twin", definition("twin", "accepted first"));
      String second = created("{\"name\":\"late\",\"url\":\"%s\"}".formatted(late.url()));
      scan(second);
      assertThat(tool(first, "early__twin").path("is_new").asBoolean()).isTrue();
      assertThat(tool(second, "twin").path("server").asString()).isEqualTo("late");

      String digest = tool(first, "early__twin").path("digest").asString();
      assertThat(
              edge.post(SERVERS + "/" + first + "/tools/twin/accept", edge.owner())
                  .contentType(MediaType.APPLICATION_JSON)
                  .content("{\"digest\":\"%s\"}".formatted(digest))
                  .exchange())
          .hasStatusOk();
      assertThat(tool(first, "early__twin").path("is_new").asBoolean()).isFalse();
      assertThat(tool(second, "twin").path("server").asString()).isEqualTo("late");
      edge.request(HttpMethod.DELETE, SERVERS + "/" + first, edge.owner()).exchange();
      edge.request(HttpMethod.DELETE, SERVERS + "/" + second, edge.owner()).exchange();
    }
  }

  @Test
  void aScanSaysWhichToolsAreShownByAnotherName() {
    try (FixtureMcpServer early = FixtureMcpServer.start();
        FixtureMcpServer late = FixtureMcpServer.start()) {
      withoutOtherTools(early);
      withoutOtherTools(late);
      early.define("twin", definition("twin", "first"));
      late.define("twin", definition("twin", "second"));
      late.define("alone", definition("alone", "nobody else's"));
      String first = created("{\"name\":\"before\",\"url\":\"%s\"}".formatted(early.url()));
      String second = created("{\"name\":\"after\",\"url\":\"%s\"}".formatted(late.url()));

      assertThat(scan(first).path("renamed").toString()).isEqualTo("[]");
      assertThat(scan(second).path("renamed").toString())
          .isEqualTo("[{\"tool\":\"twin\",\"name\":\"after__twin\"}]");

      edge.request(HttpMethod.DELETE, SERVERS + "/" + first, edge.owner()).exchange();
      assertThat(scan(second).path("renamed").toString()).isEqualTo("[]");
      edge.request(HttpMethod.DELETE, SERVERS + "/" + second, edge.owner()).exchange();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{",
        "400|[]",
        "400|{\"name\":\"a\",\"url\":\"https://a.example\",\"colour\":\"red\"}",
        "400|{\"name\":\"a\",\"url\":\"https://a.example\",\"trusted\":\"perhaps\"}",
        "400|{\"name\":{},\"url\":\"https://a.example\"}",
        "422|{\"name\":\"a\"}",
        "422|{\"name\":\"a b\",\"url\":\"https://a.example\"}",
        "422|{\"name\":\"a\",\"url\":\"ftp://a.example\"}",
        "422|{\"name\":\"a\",\"url\":\"https://u:tok3n-that-nobody-sees@a.example\"}",
        "422|{\"name\":\"a\",\"url\":\"https://a.example\",\"transport\":\"stdio\"}",
        "422|{\"name\":\"a\",\"url\":\"https://a.example\",\"auth_type\":\"bearer\"}",
        "422|{\"name\":\"a\",\"url\":\"https://a.example\",\"auth_type\":\"magic\"}",
        "422|{\"name\":\"a\",\"url\":\"https://a.example\",\"auth_type\":\"none\",\"auth_config\":{\"key\":\"tok3n-that-nobody-sees\"}}",
        "422|{\"name\":\"a\",\"url\":\"https://a.example\",\"auth_type\":\"bearer\",\"auth_config\":{\"key\":\"tok3n-that-nobody-sees\"}}",
        "422|{\"name\":\"a\",\"url\":\"https://a.example\",\"auth_type\":\"bearer\",\"auth_config\":{\"token\":\"tok3n-that-nobody-sees \\u00e9\"}}",
        "422|{\"name\":\"a\",\"url\":\"https://a.example\",\"auth_type\":\"api_key\",\"auth_config\":{\"key\":\"tok3n-that-nobody-sees\",\"token\":\"t\"}}",
        "400|{\"name\":\"a\",\"url\":\"https://a.example\",\"auth_type\":\"api_key\",\"auth_config\":{\"pass\":\"tok3n-that-nobody-sees\"}}",
        "400|{\"name\":\"a\",\"url\":\"https://a.example\",\"auth_config\":\"tok3n-that-nobody-sees\"}"
      })
  void refusesWhatIsNoServer(int status, String body) {
    MvcTestResult answer = create(body);

    assertThat(answer).hasStatus(status);
    assertThat(answer).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer).bodyText().doesNotContain(SECRET);
  }

  @Test
  void readsOnlyJson() {
    assertThat(
            edge.post(SERVERS, edge.owner())
                .contentType(MediaType.APPLICATION_XML)
                .content("<a/>")
                .exchange())
        .hasStatus(415);
  }

  @Test
  void refusesANameThatIsTaken() {
    created("{\"name\":\"twice\",\"url\":\"https://a.example/mcp\"}");
    assertThat(create("{\"name\":\"twice\",\"url\":\"https://a.example/mcp\"}")).hasStatus(409);
  }

  @Test
  void knowsNothingOfOtherAccounts() {
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
    String at = SERVERS + "/" + theirs;
    String body = "{\"name\":\"mine\",\"url\":\"https://a.example/mcp\"}";

    assertThat(edge.get(at, edge.owner()).exchange()).hasStatus(404);
    assertThat(edge.get(at + "/tools", edge.owner()).exchange()).hasStatus(404);
    assertThat(edge.post(at + "/scan", edge.owner()).exchange()).hasStatus(404);
    assertThat(put(theirs.toString(), body)).hasStatus(404);
    assertThat(edge.request(HttpMethod.DELETE, at, edge.owner()).exchange()).hasStatus(404);
    assertThat(edge.get(SERVERS, edge.owner()).exchange()).bodyText().doesNotContain("theirs");
    assertThat(edge.get(SERVERS + "/not-an-id", edge.owner()).exchange()).hasStatus(400);
  }

  @Test
  void needsTheScopes() {
    String agent = edge.key(Scope.MCP_CALL);
    String reader = edge.key(Scope.ACCOUNT_READ);
    String body = "{\"name\":\"no\",\"url\":\"https://a.example/mcp\"}";

    assertThat(edge.get(SERVERS, agent).exchange()).hasStatus(403);
    assertThat(edge.get("/api/v1/tools", agent).exchange()).hasStatus(403);
    assertThat(
            edge.post(SERVERS, reader)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange())
        .hasStatus(403);
    assertThat(edge.get("/api/v1/tools", "").exchange()).hasStatus(401);
  }

  @Test
  void removesAServer() {
    String id = created("{\"name\":\"short\",\"url\":\"https://a.example/mcp\"}");

    assertThat(edge.request(HttpMethod.DELETE, SERVERS + "/" + id, edge.owner()).exchange())
        .hasStatus(204);
    assertThat(edge.get(SERVERS + "/" + id, edge.owner()).exchange()).hasStatus(404);
  }

  @Test
  void removesTheSecretThatWasMadeForAServer() {
    String bearer =
        "{\"name\":\"%s\",\"url\":\"https://a.example/mcp\",\"auth_type\":\"bearer\",\"auth_config\":{%s}}";
    String own = created(bearer.formatted("own", "\"token\":\"" + SECRET + "\""));
    Principal owner = edge.bean(Authentications.class).authenticate("Bearer " + edge.owner(), null);
    SecretStore secrets = edge.bean(SecretStore.class);
    secrets.put(owner.account(), "shared", SECRET, owner.who());
    String naming = created(bearer.formatted("naming", "\"secret\":\"shared\""));
    assertThat(secrets.names(owner.account())).contains("mcp-server/" + own, "shared");
    long before = deletions(owner);

    edge.request(HttpMethod.DELETE, SERVERS + "/" + own, edge.owner()).exchange();
    edge.request(HttpMethod.DELETE, SERVERS + "/" + naming, edge.owner()).exchange();

    assertThat(secrets.names(owner.account()))
        .contains("shared")
        .doesNotContain("mcp-server/" + own);
    assertThat(deletions(owner)).isEqualTo(before + 1);
  }

  private long deletions(Principal owner) {
    return IdentityFixtures.recorded(edge.bean(Database.class), owner.account()).stream()
        .filter("secret.delete ok"::equals)
        .count();
  }

  @Test
  void keepsWhatAScanSaidUnlessTheServerIsReachedOtherwise() {
    String at = upstream.url().toString();
    String key = ",\"auth_type\":\"bearer\",\"auth_config\":{\"token\":\"" + SECRET + "\"}";
    String as = "{\"name\":\"%s\",\"url\":\"%s\",\"trusted\":true%s}";
    String id = created(as.formatted("before", at, ""));
    scan(id);
    JsonNode scanned = shown(id);

    put(id, as.formatted("after", at, ""));
    assertThat(shown(id).path("name").asString()).isEqualTo("after");
    assertThat(shown(id).path("status").asString()).isEqualTo("active");
    assertThat(shown(id).path("last_scanned_at")).isEqualTo(scanned.path("last_scanned_at"));

    put(id, as.formatted("after", at, key));
    assertThat(shown(id).path("status").asString()).isEqualTo("new");
    scan(id);
    put(id, as.formatted("after", at, ",\"auth_type\":\"bearer\""));
    assertThat(shown(id).path("status").asString()).isEqualTo("active");
    put(id, as.formatted("after", at, key));
    assertThat(shown(id).path("status").asString()).isEqualTo("new");
    scan(id);
    put(id, as.formatted("after", at + "?other", ",\"auth_type\":\"bearer\""));
    assertThat(shown(id).path("status").asString()).isEqualTo("new");
    edge.request(HttpMethod.DELETE, SERVERS + "/" + id, edge.owner()).exchange();
  }

  @Test
  void keepsTheErrorOfAServerThatOnlyGotAnotherName() {
    String id = created("{\"name\":\"down\",\"url\":\"http://127.0.0.1:1/mcp\"}");
    edge.post(SERVERS + "/" + id + "/scan", edge.owner()).exchange();

    put(id, "{\"name\":\"still-down\",\"url\":\"http://127.0.0.1:1/mcp\"}");
    assertThat(shown(id).path("status").asString()).isEqualTo("error");
    assertThat(shown(id).path("last_error").asString()).isNotEmpty();
    put(id, "{\"name\":\"still-down\",\"url\":\"http://127.0.0.1:2/mcp\"}");
    assertThat(shown(id).path("status").asString()).isEqualTo("new");
    assertThat(shown(id).path("last_error").isNull()).isTrue();
  }

  private JsonNode shown(String id) {
    return json(edge.get(SERVERS + "/" + id, edge.owner()).exchange());
  }

  @Test
  void namesToolsWhoseSchemaCannotBeUsed() {
    try (FixtureMcpServer strange = FixtureMcpServer.start()) {
      strange.define(
          "remote",
          """
          {"name":"remote","inputSchema":{"type":"object",
           "properties":{"x":{"$ref":"http://127.0.0.1:1/schema.json"}}}}
          """);
      String id = created("{\"name\":\"strange\",\"url\":\"%s\"}".formatted(strange.url()));
      JsonNode scan = json(edge.post(SERVERS + "/" + id + "/scan", edge.owner()).exchange());
      assertThat(scan.path("unchecked").toString()).isEqualTo("[\"remote\"]");
      edge.request(HttpMethod.DELETE, SERVERS + "/" + id, edge.owner()).exchange();
    }
  }

  @Test
  void seesAChangeOfAToolThatIsNewAndOfOneThatWasGone() {
    try (FixtureMcpServer sly = FixtureMcpServer.start()) {
      sly.define("old", definition("old", "as accepted"));
      String id = created("{\"name\":\"sly\",\"url\":\"%s\"}".formatted(sly.url()));
      scan(id);
      sly.removeTool("old");
      sly.define("late", definition("late", "as first seen"));
      scan(id);
      assertThat(tool(id, "late").path("is_new").asBoolean()).isTrue();
      assertThat(tool(id, "late").path("is_changed").asBoolean()).isFalse();

      sly.define("old", definition("old", "come back as another"));
      sly.define("late", definition("late", "rewritten"));
      scan(id);
      assertThat(tool(id, "old").path("is_new").asBoolean()).isFalse();
      assertThat(tool(id, "old").path("is_changed").asBoolean()).isTrue();
      assertThat(tool(id, "late").path("is_changed").asBoolean()).isTrue();
      edge.request(HttpMethod.DELETE, SERVERS + "/" + id, edge.owner()).exchange();
    }
  }

  private static void withoutOtherTools(FixtureMcpServer server) {
    server.removeTool("echo");
    server.removeTool("pay");
  }

  private static String definition(String name, String description) {
    return "{\"name\":\"%s\",\"description\":\"%s\",\"inputSchema\":{\"type\":\"object\"}}"
        .formatted(name, description);
  }

  private JsonNode scan(String id) {
    MvcTestResult scan = edge.post(SERVERS + "/" + id + "/scan", edge.owner()).exchange();
    assertThat(scan).hasStatusOk();
    return json(scan);
  }

  private JsonNode tool(String id, String name) {
    return found(json(edge.get(SERVERS + "/" + id + "/tools", edge.owner()).exchange()), name);
  }

  @Test
  void saysInTheServerWhyAScanFailed() {
    String id = created("{\"name\":\"gone\",\"url\":\"http://127.0.0.1:1/mcp\"}");

    assertThat(edge.post(SERVERS + "/" + id + "/scan", edge.owner()).exchange()).hasStatus(502);
    JsonNode shown = json(edge.get(SERVERS + "/" + id, edge.owner()).exchange());
    assertThat(shown.path("status").asString()).isEqualTo("error");
    assertThat(shown.path("last_error").asString()).isNotEmpty();
  }

  @Test
  void cutsListsIntoPages() {
    created("{\"name\":\"page-1\",\"url\":\"https://a.example/mcp\"}");
    created("{\"name\":\"page-2\",\"url\":\"https://a.example/mcp\"}");

    JsonNode first = json(edge.get(SERVERS + "?limit=1", edge.owner()).exchange());
    String cursor = first.path("next_cursor").asString();
    JsonNode second =
        json(edge.get(SERVERS + "?limit=1&cursor=" + cursor, edge.owner()).exchange());

    assertThat(first.path("items").size()).isOne();
    assertThat(second.path("items").size()).isOne();
    assertThat(second.path("items")).isNotEqualTo(first.path("items"));
    assertThat(edge.get(SERVERS + "?cursor=%21", edge.owner()).exchange()).hasStatus(400);
    assertThat(edge.get(SERVERS + "?limit=0", edge.owner()).exchange()).hasStatus(400);
    assertThat(edge.get(SERVERS + "?limit=x", edge.owner()).exchange()).hasStatus(400);
  }

  private String created(String body) {
    MvcTestResult answer = create(body);
    assertThat(answer).hasStatus(201);
    return json(answer).path("id").asString();
  }

  private MvcTestResult create(String body) {
    return edge.post(SERVERS, edge.owner())
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private MvcTestResult put(String id, String body) {
    return edge.request(HttpMethod.PUT, SERVERS + "/" + id, edge.owner())
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private static JsonNode found(JsonNode list, String name) {
    return list.path("items")
        .valueStream()
        .filter(item -> item.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode json(MvcTestResult answer) {
    return JsonMapper.shared().readTree(answer.getResponse().getContentAsByteArray());
  }
}
