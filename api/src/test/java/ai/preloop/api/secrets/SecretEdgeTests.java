package ai.preloop.api.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.audit.WrittenLedger;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.servers.Secrets;
import ai.preloop.api.edge.Edge;
import java.net.URI;
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
class SecretEdgeTests {

  private static final String SECRETS = "/api/v1/secrets";
  private static final Origin HERE = origin("https://one.example/mcp");
  private static final Origin THERE = origin("https://two.example/mcp");

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
  void keepsAValueThatIsNeverShown() {
    MvcTestResult put = put("shown", "{'value':'hush-hush'}", edge.owner());

    assertThat(put).hasStatusOk();
    assertThat(put).bodyText().doesNotContain("hush");
    MvcTestResult list = edge.get(SECRETS, edge.key(Scope.ACCOUNT_READ)).exchange();
    assertThat(list).hasStatusOk();
    assertThat(list).bodyText().contains("\"name\":\"shown\"").doesNotContain("hush");
    assertThat(sent("shown", HERE)).isEqualTo("hush-hush");
    assertThat(listed("shown").path("origin").asString()).isEqualTo("https://one.example:443");
  }

  @Test
  void belongsToItsFirstUseUntilAPersonSaysOtherwise() {
    put("moving", "{'value':'first'}", edge.owner());
    assertThat(listed("moving").path("origin").isNull()).isTrue();
    sent("moving", HERE);

    put("moving", "{'value':'second'}", edge.owner());
    assertThat(sent("moving", HERE)).isEqualTo("second");
    assertThatThrownBy(() -> sent("moving", THERE)).hasMessageContaining("belongs to");

    MvcTestResult rebound =
        send(
            HttpMethod.POST,
            SECRETS + "/moving/rebind",
            "{'url':'https://two.example'}",
            edge.owner());
    assertThat(rebound).hasStatusOk();
    assertThat(sent("moving", THERE)).isEqualTo("second");

    put("moving", "{'value':'third','url':'https://one.example/x'}", edge.owner());
    assertThat(sent("moving", HERE)).isEqualTo("third");
    assertThat(recorded("moving")).isEqualTo(5);
  }

  @Test
  void isNotForgottenWhileAServerUsesIt() {
    put("used", "{'value':'v','url':'https://one.example'}", edge.owner());
    String server = registered("crm", "{'secret':'used'}");

    MvcTestResult refused = delete("/used", edge.owner());
    assertThat(refused).hasStatus(409);
    assertThat(json(refused).path("servers").toString()).isEqualTo("[\"crm\"]");

    edge.request(HttpMethod.DELETE, "/api/v1/mcp-servers/" + server, edge.owner()).exchange();
    assertThat(delete("/used", edge.owner())).hasStatus(204);
    assertThat(delete("/used", edge.owner())).hasStatus(404);
  }

  @Test
  void whatCameWithAServerIsListedAndNotTakenFromIt() {
    String own = "mcp-server/" + registered("own", "{'token':'of-its-own'}");

    assertThat(listed(own).path("origin").asString()).isEqualTo("https://one.example:443");
    assertThat(delete("?name=" + own, edge.owner())).hasStatus(409);
    String moved = "{'name':'%s','url':'https://two.example'}".formatted(own);
    assertThat(send(HttpMethod.POST, SECRETS + "/rebind", moved, edge.owner())).hasStatusOk();
    assertThat(sent(own, THERE)).isEqualTo("of-its-own");
  }

  @Test
  void whatIsLeftOverOfTheProductsOwnCanBeForgotten() {
    edge.bean(SecretStore.class)
        .put(edge.person().account(), "mcp-servers/old", "v", edge.person().who());

    assertThat(delete("?name=mcp-servers/old", edge.owner())).hasStatus(204);
    assertThat(listed("mcp-servers/old").isMissingNode()).isTrue();
  }

  @Test
  void refusesWhatCannotBeKept() {
    assertThat(put("~none", "{'value':'v'}", edge.owner())).hasStatus(422);
    assertThat(put("spaced", "{'value':'two words'}", edge.owner())).hasStatus(422);
    assertThat(put("empty", "{}", edge.owner())).hasStatus(422);
    assertThat(put("nowhere", "{'value':'v','url':'not a url'}", edge.owner())).hasStatus(422);
    assertThat(put("nowhere", "{'value':'v','url':'mailto:x'}", edge.owner())).hasStatus(422);
    assertThat(listed("nowhere").isMissingNode()).isTrue();
    assertThatThrownBy(
            () -> edge.bean(Secrets.class).put(edge.person(), "mcp-servers/mine", "v", null))
        .hasMessageContaining("slash");
    assertThat(
            send(HttpMethod.POST, SECRETS + "/none/rebind", "{'url':'https://a.b'}", edge.owner()))
        .hasStatus(404);
  }

  @Test
  void changesAreForAdministrators() {
    String reader = edge.key(Scope.ACCOUNT_READ, Scope.POLICY_WRITE);

    assertThat(put("mine", "{'value':'v'}", reader)).hasStatus(403);
    assertThat(send(HttpMethod.POST, SECRETS + "/mine/rebind", "{'url':'https://a.b'}", reader))
        .hasStatus(403);
    assertThat(delete("/mine", reader)).hasStatus(403);
    assertThat(delete("?name=mine", reader)).hasStatus(403);
    assertThat(edge.get(SECRETS, edge.key(Scope.MCP_CALL)).exchange()).hasStatus(403);
    assertThat(put("mine", "{'value':'v'}", edge.key(Scope.ACCOUNT_ADMIN))).hasStatusOk();
  }

  private String registered(String name, String config) {
    MvcTestResult made =
        send(
            HttpMethod.POST,
            "/api/v1/mcp-servers",
            "{'name':'%s','url':'https://one.example/mcp','auth_type':'bearer','auth_config':%s}"
                .formatted(name, config),
            edge.owner());
    assertThat(made).hasStatus(201);
    return json(made).path("id").asString();
  }

  private MvcTestResult put(String name, String body, String credential) {
    return send(HttpMethod.PUT, SECRETS + "/" + name, body, credential);
  }

  private MvcTestResult delete(String rest, String credential) {
    return edge.request(HttpMethod.DELETE, SECRETS + rest, credential).exchange();
  }

  private MvcTestResult send(HttpMethod method, String path, String body, String credential) {
    return edge.request(method, path, credential)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body.replace('\'', '"'))
        .exchange();
  }

  private String sent(String name, Origin origin) {
    return edge.bean(SecretStore.class).get(edge.person().account(), name, origin);
  }

  private JsonNode listed(String name) {
    JsonNode items = json(edge.get(SECRETS, edge.owner()).exchange()).path("items");
    return items
        .valueStream()
        .filter(each -> each.path("name").asString().equals(name))
        .findFirst()
        .orElse(JsonMapper.shared().missingNode());
  }

  private long recorded(String name) {
    WrittenLedger.await(edge.bean(Database.class));
    return edge.bean(Database.class)
        .inAccount(
            edge.person().account(),
            jdbc ->
                jdbc.sql(
                        """
                        select count(*) from audit_records
                        where action like 'secret.%' and arguments::jsonb ->> 'name' = ?
                        """)
                    .params(name)
                    .query(Long.class)
                    .single());
  }

  private static Origin origin(String url) {
    return Origin.of(URI.create(url));
  }

  private static JsonNode json(MvcTestResult answer) {
    return JsonMapper.shared().readTree(answer.getResponse().getContentAsByteArray());
  }
}
