package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.upstream.FixtureMcpServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Servers are looked after while nobody asks, and their rows say how they are. */
class ServerWatchTests {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final Approver owner = new Approver(http, preloop.owner());
  private final String name = "w" + UUID.randomUUID().toString().substring(0, 8);
  private FixtureMcpServer server = fixture(0);
  private UUID id;

  @BeforeEach
  void register() {
    String body = "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(name, server.url());
    id =
        UUID.fromString(
            http.post("/api/v1/mcp-servers", owner.token(), body)
                .expect(201)
                .path("id")
                .asString());
    await().atMost(SOON).until(() -> entered() == 1);
  }

  @AfterEach
  void remove() {
    server.close();
    http.send("DELETE", "/api/v1/mcp-servers/" + id, owner.token(), "", Map.of()).expect(204);
  }

  @Test
  void aServerThatSaysThatItsToolsChangedIsScannedWithoutBeingAsked() throws Exception {
    Agent agent = scanAndConnect();
    server.tool(name + "_new", "{}", arguments -> FixtureMcpServer.text("done"));
    server.answerWithEvents(
        "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n");

    String params = "{\"name\":\"%s\",\"arguments\":{}}".formatted(name);
    try (HeldStreamReader stream = HeldStreamReader.call(agent, "7", params)) {
      assertThat(stream.next().path("method").asString())
          .isEqualTo("notifications/tools/list_changed");
      assertThat(stream.next().path("id").asInt()).isEqualTo(7);
    }

    await()
        .atMost(SOON)
        .until(() ->
            http.get("/api/v1/mcp-servers/" + id + "/tools", owner.token())
                .body()
                .contains(name + "_new"));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            http.get("/api/v1/audit-logs?server=" + name, owner.token())
                .expect(200)
                .path("items")
                .valueStream()
                .anyMatch(item ->
                    item.path("action").asString().equals("server.scanned")
                        && item.path("principal").toString().contains("system")));
  }

  @Test
  void aServerIsScannedWhenItsTimeComesAndNotAgainBeforeTheNext() {
    scanAndConnect();
    Instant before = scannedAt();

    due();

    await().atMost(SOON).until(() -> scannedAt().isAfter(before));
    assertThat(secondsToNext()).isBetween(3_100L, 4_000L);
  }

  @Test
  void aScanThatFailsIsInTheRowAndTriedAgainSoon() {
    scanAndConnect();
    server.close();

    due();

    await().atMost(SOON).until(() -> status().equals("error"));
    String since = shown().path("last_error_at").asString();
    assertThat(Instant.parse(since)).isBetween(Instant.now().minusSeconds(60), Instant.now());
    await().atMost(SOON).until(() -> secondsToNext() < 121);

    due();
    await().atMost(SOON).until(() -> failures() == 2);
    assertThat(shown().path("last_error_at").asString()).isEqualTo(since);
    assertThat(shown().path("last_error").asString()).isNotEmpty();

    server = fixture(server.url().getPort());
    due();
    await().atMost(SOON).until(() -> status().equals("active"));
    assertThat(shown().path("last_error_at").asString("")).isEmpty();
    await().atMost(SOON).until(() -> failures() == 0);
  }

  @Test
  void whatCallsFoundOutIsInTheRowAndAServerThatIsBackIsFoundWithoutACall() {
    Agent agent = scanAndConnect();
    server.close();
    for (int i = 0; i < 8; i++) {
      agent.call(name, "{}");
    }

    await().atMost(SOON).until(() -> rowStatus().equals("error"));
    assertThat(shown().path("status").asString()).isEqualTo("unreachable");
    assertThat(shown().path("last_error_at").asString("")).isNotEmpty();

    server = fixture(server.url().getPort());
    await().atMost(SOON).until(() -> rowStatus().equals("active"));
    assertThat(shown().path("status").asString()).isEqualTo("active");
    assertThat(server.requests()).isNotEmpty();
    assertThat(server.calls()).isEmpty();
    assertThat(http.get("/metrics", "").body()).contains("preloop_upstream_probes_total");
  }

  @Test
  void aServerThatNobodyAskedIsLeftAlone() {
    due();
    String other = "o" + name;
    String body = "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(other, server.url());
    String asked =
        http.post("/api/v1/mcp-servers", owner.token(), body).expect(201).path("id").asString();
    http.post("/api/v1/mcp-servers/" + asked + "/scan", owner.token(), "{}").expect(200);
    await().atMost(SOON).until(() -> checks(entered(asked)) == 1);
    update("update server_checks set due_at = clock_timestamp() where server_id = ?", asked);

    await()
        .atMost(SOON)
        .until(() ->
            checks(
                    "select count(*) from server_checks where asked_at is not null and server_id = '"
                        + asked
                        + "'")
                == 1);

    assertThat(status()).isEqualTo("new");
    http.send("DELETE", "/api/v1/mcp-servers/" + asked, owner.token(), "", Map.of()).expect(204);
  }

  private FixtureMcpServer fixture(int port) {
    FixtureMcpServer fixture = FixtureMcpServer.start(port);
    fixture.removeTool("echo");
    fixture.removeTool("pay");
    fixture.tool(name, "{}", arguments -> FixtureMcpServer.text("done"));
    return fixture;
  }

  private Agent scanAndConnect() {
    http.post("/api/v1/mcp-servers/" + id + "/scan", owner.token(), "{}").expect(200);
    String body = "{\"name\":\"%s\",\"scopes\":[\"mcp:call\"]}".formatted(name);
    JsonNode made = http.post("/api/v1/auth/api-keys", owner.token(), body).expect(201);
    Agent agent = Agent.connect(http, made.path("key").asString());
    agent.call(name, "{}");
    return agent;
  }

  private JsonNode shown() {
    return http.get("/api/v1/mcp-servers/" + id, owner.token()).expect(200);
  }

  private String status() {
    return shown().path("status").asString();
  }

  private Instant scannedAt() {
    return Instant.parse(shown().path("last_scanned_at").asString());
  }

  private void due() {
    update(
        "update server_checks set due_at = clock_timestamp() where server_id = ?", id.toString());
  }

  private void update(String sql, String server) {
    preloop
        .bean(Database.class)
        .doAsSystem(jdbc -> jdbc.sql(sql).param(UUID.fromString(server)).update());
  }

  private long entered() {
    return checks(entered(id.toString()));
  }

  private static String entered(String server) {
    return "select count(*) from server_checks where server_id = '" + server + "'";
  }

  private long failures() {
    return checks("select failures from server_checks where server_id = '" + id + "'");
  }

  private long secondsToNext() {
    return checks(
        "select extract(epoch from due_at - clock_timestamp())::bigint from server_checks where server_id = '"
            + id
            + "'");
  }

  private long checks(String sql) {
    return preloop.bean(Database.class).asSystem(jdbc -> jdbc.sql(sql).query(Long.class).single());
  }

  private String rowStatus() {
    return preloop
        .bean(Database.class)
        .asSystem(jdbc ->
            jdbc.sql("select status from mcp_servers where id = ?")
                .param(id)
                .query(String.class)
                .single());
  }
}
