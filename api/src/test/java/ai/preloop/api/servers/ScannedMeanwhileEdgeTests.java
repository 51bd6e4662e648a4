package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.Database;
import ai.preloop.api.edge.Edge;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.json.JsonMapper;

/** A person's change of a server that is being scanned just then. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScannedMeanwhileEdgeTests {

  private static final String SERVERS = "/api/v1/mcp-servers/";
  private static final String FOUND = "update mcp_servers set version = version + 1 where id = ?";

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
  void aServerIsRemovedWhileItIsScanned() {
    UUID id = registered("removed");

    MvcTestResult answer = during(id, FOUND, HttpMethod.DELETE, "");

    assertThat(answer).hasStatus(204);
  }

  @Test
  void aServerIsChangedWhileItIsScanned() {
    UUID id = registered("changed");

    MvcTestResult answer = during(id, FOUND, HttpMethod.PUT, body("changed", "/other"));

    assertThat(answer).hasStatusOk();
    assertThat(answer).bodyText().contains("/other");
  }

  @Test
  void whatAnotherPersonChangedMeanwhileIsNotWrittenOver() {
    UUID id = registered("theirs");
    String theirs =
        "update mcp_servers set version = version + 1, url = 'https://a.example/theirs' where id = ?";

    MvcTestResult answer = during(id, theirs, HttpMethod.PUT, body("theirs", "/ours"));

    assertThat(answer).hasStatus(409);
    assertThat(edge.get(SERVERS + id, edge.owner()).exchange()).bodyText().contains("/theirs");
  }

  /** The request waits for the transaction that does this, and goes on when that is done. */
  private MvcTestResult during(UUID id, String change, HttpMethod method, String body) {
    return edge.bean(Database.class)
        .inAccount(
            edge.person().account(),
            jdbc -> {
              jdbc.sql(change).param(id).update();
              CompletableFuture<MvcTestResult> answer =
                  CompletableFuture.supplyAsync(() -> send(id, method, body));
              await().atMost(Duration.ofSeconds(20)).until(() -> isWaitedFor(jdbc));
              return answer;
            })
        .join();
  }

  private static boolean isWaitedFor(JdbcClient jdbc) {
    return jdbc.sql("select exists (select 1 from pg_locks where not granted)")
        .query(Boolean.class)
        .single();
  }

  private MvcTestResult send(UUID id, HttpMethod method, String body) {
    return edge.request(method, SERVERS + id, edge.owner())
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private UUID registered(String name) {
    MvcTestResult made =
        edge.post("/api/v1/mcp-servers", edge.owner())
            .contentType(MediaType.APPLICATION_JSON)
            .content(body(name, "/one"))
            .exchange();
    assertThat(made).hasStatus(201);
    return UUID.fromString(
        JsonMapper.shared()
            .readTree(made.getResponse().getContentAsByteArray())
            .path("id")
            .asString());
  }

  private static String body(String name, String path) {
    return "{\"name\":\"%s\",\"url\":\"https://a.example%s\"}".formatted(name, path);
  }
}
