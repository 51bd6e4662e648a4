package ai.preloop.api.policies;

import static ai.preloop.api.policies.EntryRequests.FILE;
import static ai.preloop.api.policies.EntryRequests.TOOLS;
import static ai.preloop.api.policies.EntryRequests.WORKFLOWS;
import static ai.preloop.api.policies.EntryRequests.body;
import static ai.preloop.api.policies.EntryRequests.id;
import static ai.preloop.api.policies.EntryRequests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.audit.WrittenLedger;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Turn;
import ai.preloop.activities.identity.Scope;
import ai.preloop.api.edge.Edge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;

/** Each change of an entry by hand is a version of the policy, and written as one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
class EntryWritingEdgeTests {

  private Edge edge;
  private EntryRequests requests;

  @BeforeAll
  void start() {
    edge = Edge.start();
    requests = new EntryRequests(edge);
    requests.upload(FILE);
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @Test
  void a_areWrittenOnlyOverTheVersionThatIsExpected() {
    int now = requests.version();

    JsonNode problem =
        body(requests.create(TOOLS + "?expected_version=" + (now - 1), "{\"name\":\"late\"}"), 409);
    assertThat(problem.path("version").asInt()).isEqualTo(now);
    assertThat(problem.path("type").asString()).endsWith("version-conflict");

    JsonNode made =
        body(requests.create(TOOLS + "?expected_version=" + now, "{\"name\":\"late\"}"), 201);
    JsonNode same = body(requests.put(TOOLS + "/" + id(made), "{\"name\":\"late\"}"), 200);
    assertThat(same.path("policy_version").asInt())
        .isEqualTo(now + 1)
        .isEqualTo(requests.version());
    body(
        requests.send(HttpMethod.DELETE, TOOLS + "/" + id(made) + "?expected_version=" + now), 409);
  }

  @Test
  void b_areWrittenByWhoMayWriteForTheConsole() {
    String reader = edge.key(Scope.ACCOUNT_READ);
    String other = edge.key(Scope.policyWrite("platform"));
    String console = edge.key(Scope.policyWrite("console"));

    for (String key : new String[] {reader, other}) {
      body(requests.create(TOOLS, "{\"name\":\"theirs\"}", key), 403);
      body(requests.create(WORKFLOWS, "{\"name\":\"theirs\"}", key), 403);
    }
    body(requests.create(TOOLS, "{\"name\":\"theirs\"}", console), 201);
    body(edge.get(TOOLS, console).exchange(), 403);
  }

  @Test
  void c_areCreatedOnceForOneIdempotencyKey() {
    JsonNode first = body(repeatable(), 201);

    assertThat(body(repeatable(), 201)).isEqualTo(first);
  }

  @Test
  void d_comeBackFromAnExport() {
    body(requests.create(WORKFLOWS, "{\"name\":\"again\"}"), 201);
    String exported =
        text(edge.get("/api/v1/policies/export?policy_name=console", edge.owner()).exchange());
    int before = requests.version();

    assertThat(requests.upload(exported)).isEqualTo(before);
    requests.upload("version: \"1.0\"\nmetadata: { name: console }\n");
    assertThat(text(requests.get(WORKFLOWS))).doesNotContain("again");
    requests.upload(exported);
    assertThat(
            text(edge.get("/api/v1/policies/export?policy_name=console", edge.owner()).exchange()))
        .isEqualTo(exported);
    assertThat(requests.item(WORKFLOWS, "again").path("editable").asBoolean()).isTrue();
  }

  @Test
  void e_areWrittenByOneAfterTheOther() throws Exception {
    int now = requests.version();
    Database database = edge.bean(Database.class);
    List<Future<MvcTestResult>> both = new ArrayList<>();
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      database.doInAccount(
          edge.person().account(),
          jdbc -> {
            Turn.await(jdbc, "policy " + edge.person().account());
            both.add(writers.submit(() -> requests.create(TOOLS, "{\"name\":\"one\"}")));
            both.add(writers.submit(() -> requests.create(TOOLS, "{\"name\":\"two\"}")));
            await().until(() -> waiting(database) == 2);
          });

      List<Integer> statuses = new ArrayList<>();
      for (Future<MvcTestResult> each : both) {
        statuses.add(each.get().getResponse().getStatus());
      }
      assertThat(statuses).containsExactlyInAnyOrder(201, 409);
    }
    assertThat(requests.version()).isEqualTo(now + 1);
  }

  @Test
  void f_areNamedOnceWhereNobodyHasNamedThemYet() {
    edge.bean(Database.class)
        .doInAccount(
            edge.person().account(),
            jdbc -> jdbc.sql("update policy_heads set ids = null").update());

    JsonNode listed = body(requests.get(TOOLS), 200);

    assertThat(body(requests.get(TOOLS), 200)).isEqualTo(listed);
    String tool = id(requests.item(TOOLS, "deploy"));
    requests.upload(FILE + "  - { name: more }\n");
    assertThat(id(requests.item(TOOLS, "deploy"))).isEqualTo(tool);
  }

  @Test
  void g_areRecorded() {
    body(requests.create(TOOLS, "{\"name\":\"recorded\"}"), 201);
    int version = requests.version();
    WrittenLedger.await(edge.bean(Database.class));

    List<String> actions =
        edge.bean(Database.class)
            .inAccount(
                edge.person().account(),
                jdbc ->
                    jdbc.sql("select action from audit_records where policy_version = ?")
                        .param(version)
                        .query(String.class)
                        .list());
    assertThat(actions).containsExactly("policy.applied");
  }

  private static int waiting(Database database) {
    return database.asSystem(jdbc ->
        jdbc.sql("select count(*) from pg_locks where locktype = 'advisory' and not granted")
            .query(Integer.class)
            .single());
  }

  private MvcTestResult repeatable() {
    return edge.post(TOOLS, edge.owner())
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", "once")
        .content("{\"name\":\"once\"}")
        .exchange();
  }
}
