package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.audit.WrittenLedger;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Turn;
import ai.preloop.activities.identity.Scope;
import ai.preloop.api.edge.Edge;
import java.nio.charset.StandardCharsets;
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
import tools.jackson.databind.json.JsonMapper;

/** What people make by hand, entry by entry: each change is a version of the policy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
class EntryEdgeTests {

  private static final String WORKFLOWS = "/api/v1/approval-workflows";
  private static final String TOOLS = "/api/v1/tool-configurations";
  private static final String FILE =
      """
      version: "1.0"
      metadata: { name: platform }
      approval_workflows: [ { name: release, timeout_seconds: 600 } ]
      tools:
        - { name: deploy, conditions: [ { expression: args.a == 1 }, { expression: args.b == 1 } ] }
      """;

  private Edge edge;

  @BeforeAll
  void start() {
    edge = Edge.start();
    upload(FILE);
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @Test
  void a_areListedWithTheirOwners() {
    JsonNode workflow = item(WORKFLOWS, "release");
    assertThat(workflow.path("owner").asString()).isEqualTo("platform");
    assertThat(workflow.path("editable").asBoolean(true)).isFalse();
    assertThat(workflow.at("/entry/timeout_seconds").asInt()).isEqualTo(600);

    JsonNode tool = item(TOOLS, "deploy");
    assertThat(tool.path("access_rules")).hasSize(2);
    assertThat(tool.at("/access_rules/1/entry/expression").asString()).isEqualTo("args.b == 1");
    assertThat(item(TOOLS, "deploy")).isEqualTo(tool);
  }

  @Test
  void b_areMadeByHandAsVersionsOfThePolicy() {
    int before = version();

    JsonNode made = body(create(WORKFLOWS, "{\"name\":\"people\",\"timeout_seconds\":60}"), 201);

    assertThat(made.path("owner").asString()).isEqualTo("console");
    assertThat(made.path("editable").asBoolean()).isTrue();
    assertThat(made.path("policy_version").asInt()).isEqualTo(before + 1).isEqualTo(version());
    assertThat(body(get(WORKFLOWS + "/" + id(made)), 200)).isEqualTo(made);
    JsonNode newest = body(get("/api/v1/policies/versions?limit=1"), 200).at("/items/0");
    assertThat(newest.at("/changes/1").asString()).isEqualTo("added approval workflow people");
    assertThat(edge.get("/api/v1/policies/export?policy_name=console", edge.owner()).exchange())
        .bodyText()
        .isEqualTo(
            """
            version: '1.0'
            metadata:
              name: console
            approval_workflows:
            - name: people
              timeout_seconds: 60
            """);
  }

  @Test
  void c_keepTheirIdsThroughEveryChange() {
    String workflow = id(item(WORKFLOWS, "people"));

    JsonNode renamed =
        body(
            put(WORKFLOWS + "/" + workflow, "{\"name\":\"persons\",\"required_approvals\":1}"),
            200);
    assertThat(id(renamed)).isEqualTo(workflow);
    assertThat(renamed.path("entry").has("timeout_seconds")).isFalse();

    JsonNode tool =
        body(
            create(
                TOOLS,
                """
                {"name":"bash","approval_workflow":"persons","conditions":[
                  {"expression":"args.a == 1"},{"expression":"args.b == 1","action":"deny"}]}
                """),
            201);
    int two = version();
    String rule = tool.at("/access_rules/1/id").asString();
    JsonNode changed =
        body(
            put(
                TOOLS + "/" + id(tool),
                "{\"name\":\"bash\",\"conditions\":[{\"expression\":\"args.b == 1\",\"action\":\"deny\"}]}"),
            200);
    assertThat(changed.at("/access_rules/0/id").asString()).isEqualTo(rule);

    body(edge.post("/api/v1/policies/versions/" + two + "/rollback", edge.owner()).exchange(), 200);
    JsonNode back = item(TOOLS, "bash");
    assertThat(id(back)).isEqualTo(id(tool));
    assertThat(back.at("/access_rules/1/id").asString()).isEqualTo(rule);
    assertThat(id(item(WORKFLOWS, "persons"))).isEqualTo(workflow);

    String deploy = id(item(TOOLS, "deploy"));
    upload(FILE.replace("600", "900").replace("tools:\n", "tools:\n  - name: first\n"));
    assertThat(id(item(TOOLS, "deploy"))).isEqualTo(deploy);
  }

  @Test
  void d_areRefusedWithTheFindingsOfADocument() {
    int before = version();

    JsonNode problem =
        body(create(WORKFLOWS, "{\"name\":\"x\",\"timeout_secnds\":60,\"stages\":[]}"), 422);
    assertThat(problem.at("/findings/0/code").asString()).isEqualTo("key.unknown");
    assertThat(problem.at("/findings/0/path").asString())
        .isEqualTo("$.approval_workflows[1].timeout_secnds");
    assertThat(problem.at("/findings/0/message").asString()).contains("timeout_seconds");
    assertThat(problem.at("/findings/0/line").asInt()).isZero();

    assertThat(codes(create(WORKFLOWS, "{\"name\":\"release\"}"))).contains("claim.held");
    assertThat(codes(create(WORKFLOWS, "{\"name\":\"persons\"}"))).contains("name.duplicate");
    assertThat(codes(create(WORKFLOWS, "{\"name\":\"a\",\"workflow_type\":\"consensus\"}")))
        .contains("unsupported");
    assertThat(codes(create(TOOLS, "{\"name\":\"a\",\"approval_workflow\":\"nobody\"}")))
        .contains("workflow.unknown");
    assertThat(codes(create(TOOLS, "{\"name\":\"a\",\"source\":null}"))).contains("value.type");
    assertThat(codes(create(TOOLS, "{\"name\":\"a\",\"conditions\":{}}"))).contains("value.type");
    assertThat(codes(create(TOOLS, "{\"name\":\"a\\u0000\"}"))).contains("document.syntax");
    assertThat(codes(create(TOOLS, "{}"))).contains("key.missing");
    body(create(TOOLS, "[]"), 400);
    body(create(TOOLS, "{\"name\":\"a\",\"name\":\"b\"}"), 400);
    body(create(TOOLS, ""), 400);
    assertThat(version()).isEqualTo(before);
  }

  @Test
  void e_areChangedInTheirFilesWhereTheyHaveOne() {
    for (String path :
        new String[] {
          WORKFLOWS + "/" + id(item(WORKFLOWS, "release")), TOOLS + "/" + id(item(TOOLS, "deploy"))
        }) {
      assertThat(body(put(path, "{\"name\":\"mine\"}"), 409).path("detail").asString())
          .contains("`platform`");
      body(send(HttpMethod.DELETE, path), 409);
    }
  }

  @Test
  void f_areNotTakenFromWhoNamesThem() {
    String persons = WORKFLOWS + "/" + id(item(WORKFLOWS, "persons"));

    assertThat(codes(send(HttpMethod.DELETE, persons))).contains("workflow.unknown");

    body(send(HttpMethod.DELETE, TOOLS + "/" + id(item(TOOLS, "bash"))), 204);
    upload(FILE + "  - { name: other, approval_workflow: persons }\n");
    JsonNode problem = body(send(HttpMethod.DELETE, persons), 409);
    assertThat(problem.path("detail").asString()).contains("persons", "other of platform");
    body(put(persons, "{\"name\":\"people\"}"), 409);
    upload(FILE);

    body(send(HttpMethod.DELETE, persons), 204);
    body(send(HttpMethod.DELETE, persons), 404);
    body(get(persons), 404);
    body(put(persons, "{\"name\":\"people\"}"), 404);
    body(get(WORKFLOWS + "/nothing"), 400);
  }

  @Test
  void g_areWrittenOnlyOverTheVersionThatIsExpected() {
    int now = version();

    JsonNode problem =
        body(create(TOOLS + "?expected_version=" + (now - 1), "{\"name\":\"late\"}"), 409);
    assertThat(problem.path("version").asInt()).isEqualTo(now);
    assertThat(problem.path("type").asString()).endsWith("version-conflict");

    JsonNode made = body(create(TOOLS + "?expected_version=" + now, "{\"name\":\"late\"}"), 201);
    JsonNode same = body(put(TOOLS + "/" + id(made), "{\"name\":\"late\"}"), 200);
    assertThat(same.path("policy_version").asInt()).isEqualTo(now + 1).isEqualTo(version());
    body(send(HttpMethod.DELETE, TOOLS + "/" + id(made) + "?expected_version=" + now), 409);
  }

  @Test
  void h_areWrittenByWhoMayWriteForTheConsole() {
    String reader = edge.key(Scope.ACCOUNT_READ);
    String other = edge.key(Scope.policyWrite("platform"));
    String console = edge.key(Scope.policyWrite("console"));

    for (String key : new String[] {reader, other}) {
      body(create(TOOLS, "{\"name\":\"theirs\"}", key), 403);
      body(create(WORKFLOWS, "{\"name\":\"theirs\"}", key), 403);
    }
    body(create(TOOLS, "{\"name\":\"theirs\"}", console), 201);
    body(edge.get(TOOLS, console).exchange(), 403);
  }

  @Test
  void i_areCreatedOnceForOneIdempotencyKey() {
    JsonNode first = body(repeatable(), 201);

    assertThat(body(repeatable(), 201)).isEqualTo(first);
  }

  @Test
  void j_comeBackFromAnExport() {
    body(create(WORKFLOWS, "{\"name\":\"again\"}"), 201);
    String exported =
        text(edge.get("/api/v1/policies/export?policy_name=console", edge.owner()).exchange());
    int before = version();

    assertThat(upload(exported)).isEqualTo(before);
    upload("version: \"1.0\"\nmetadata: { name: console }\n");
    assertThat(text(get(WORKFLOWS))).doesNotContain("again");
    upload(exported);
    assertThat(
            text(edge.get("/api/v1/policies/export?policy_name=console", edge.owner()).exchange()))
        .isEqualTo(exported);
    assertThat(item(WORKFLOWS, "again").path("editable").asBoolean()).isTrue();
  }

  @Test
  void k_areWrittenByOneAfterTheOther() throws Exception {
    int now = version();
    Database database = edge.bean(Database.class);
    List<Future<MvcTestResult>> both = new ArrayList<>();
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      database.doInAccount(
          edge.person().account(),
          jdbc -> {
            Turn.await(jdbc, "policy " + edge.person().account());
            both.add(writers.submit(() -> create(TOOLS, "{\"name\":\"one\"}")));
            both.add(writers.submit(() -> create(TOOLS, "{\"name\":\"two\"}")));
            await().until(() -> waiting(database) == 2);
          });

      List<Integer> statuses = new ArrayList<>();
      for (Future<MvcTestResult> each : both) {
        statuses.add(each.get().getResponse().getStatus());
      }
      assertThat(statuses).containsExactlyInAnyOrder(201, 409);
    }
    assertThat(version()).isEqualTo(now + 1);
  }

  @Test
  void l_areNamedOnceWhereNobodyHasNamedThemYet() {
    edge.bean(Database.class)
        .doInAccount(
            edge.person().account(),
            jdbc -> jdbc.sql("update policy_heads set ids = null").update());

    JsonNode listed = body(get(TOOLS), 200);

    assertThat(body(get(TOOLS), 200)).isEqualTo(listed);
    String tool = id(item(TOOLS, "deploy"));
    upload(FILE + "  - { name: more }\n");
    assertThat(id(item(TOOLS, "deploy"))).isEqualTo(tool);
  }

  @Test
  void m_areRecorded() {
    body(create(TOOLS, "{\"name\":\"recorded\"}"), 201);
    int version = version();
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

  private int upload(String document) {
    return body(
            edge.post("/api/v1/policies/upload", edge.owner())
                .header("Content-Type", "text/yaml")
                .content(document)
                .exchange(),
            200)
        .path("version")
        .asInt();
  }

  private int version() {
    return body(get("/api/v1/policies/versions?limit=1"), 200).at("/items/0/number").asInt();
  }

  private JsonNode item(String path, String name) {
    for (JsonNode each : body(get(path), 200).path("items")) {
      if (each.path("name").asString().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("There is no " + name);
  }

  private MvcTestResult get(String path) {
    return edge.get(path, edge.owner()).exchange();
  }

  private MvcTestResult create(String path, String body) {
    return create(path, body, edge.owner());
  }

  private MvcTestResult create(String path, String body, String credential) {
    return edge.post(path, credential)
        .header("Content-Type", "application/json")
        .content(body)
        .exchange();
  }

  private MvcTestResult put(String path, String body) {
    return edge.request(HttpMethod.PUT, path, edge.owner())
        .header("Content-Type", "application/json")
        .content(body)
        .exchange();
  }

  private MvcTestResult send(HttpMethod method, String path) {
    return edge.request(method, path, edge.owner()).exchange();
  }

  private static String codes(MvcTestResult answer) {
    return body(answer, 422).path("findings").findValuesAsString("code").toString();
  }

  private static JsonNode body(MvcTestResult answer, int status) {
    assertThat(answer).as(text(answer)).hasStatus(status);
    return JsonMapper.shared().readTree(text(answer));
  }

  private static String text(MvcTestResult answer) {
    return new String(answer.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
  }

  private static String id(JsonNode answer) {
    return answer.path("id").asString();
  }
}
