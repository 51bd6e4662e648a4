package ai.preloop.api.policies;

import static ai.preloop.api.policies.EntryRequests.FILE;
import static ai.preloop.api.policies.EntryRequests.TOOLS;
import static ai.preloop.api.policies.EntryRequests.WORKFLOWS;
import static ai.preloop.api.policies.EntryRequests.body;
import static ai.preloop.api.policies.EntryRequests.codes;
import static ai.preloop.api.policies.EntryRequests.id;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.api.edge.Edge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** What people make by hand, entry by entry, and what files have beside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
class EntryEdgeTests {

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
  void a_areListedWithTheirOwners() {
    JsonNode workflow = requests.item(WORKFLOWS, "release");
    assertThat(workflow.path("owner").asString()).isEqualTo("platform");
    assertThat(workflow.path("editable").asBoolean(true)).isFalse();
    assertThat(workflow.at("/entry/timeout_seconds").asInt()).isEqualTo(600);

    JsonNode tool = requests.item(TOOLS, "deploy");
    assertThat(tool.path("access_rules")).hasSize(2);
    assertThat(tool.at("/access_rules/1/entry/expression").asString()).isEqualTo("args.b == 1");
    assertThat(requests.item(TOOLS, "deploy")).isEqualTo(tool);
  }

  @Test
  void b_areMadeByHandAsVersionsOfThePolicy() {
    int before = requests.version();

    JsonNode made =
        body(requests.create(WORKFLOWS, "{\"name\":\"people\",\"timeout_seconds\":60}"), 201);

    assertThat(made.path("owner").asString()).isEqualTo("console");
    assertThat(made.path("editable").asBoolean()).isTrue();
    assertThat(made.path("policy_version").asInt())
        .isEqualTo(before + 1)
        .isEqualTo(requests.version());
    assertThat(body(requests.get(WORKFLOWS + "/" + id(made)), 200)).isEqualTo(made);
    JsonNode newest = body(requests.get("/api/v1/policies/versions?limit=1"), 200).at("/items/0");
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
    String workflow = id(requests.item(WORKFLOWS, "people"));

    JsonNode renamed =
        body(
            requests.put(
                WORKFLOWS + "/" + workflow, "{\"name\":\"persons\",\"required_approvals\":1}"),
            200);
    assertThat(id(renamed)).isEqualTo(workflow);
    assertThat(renamed.path("entry").has("timeout_seconds")).isFalse();

    JsonNode tool =
        body(
            requests.create(
                TOOLS,
                """
                {"name":"bash","approval_workflow":"persons","conditions":[
                  {"expression":"args.a == 1"},{"expression":"args.b == 1","action":"deny"}]}
                """),
            201);
    int two = requests.version();
    String rule = tool.at("/access_rules/1/id").asString();
    JsonNode changed =
        body(
            requests.put(
                TOOLS + "/" + id(tool),
                "{\"name\":\"bash\",\"conditions\":[{\"expression\":\"args.b == 1\",\"action\":\"deny\"}]}"),
            200);
    assertThat(changed.at("/access_rules/0/id").asString()).isEqualTo(rule);

    body(edge.post("/api/v1/policies/versions/" + two + "/rollback", edge.owner()).exchange(), 200);
    JsonNode back = requests.item(TOOLS, "bash");
    assertThat(id(back)).isEqualTo(id(tool));
    assertThat(back.at("/access_rules/1/id").asString()).isEqualTo(rule);
    assertThat(id(requests.item(WORKFLOWS, "persons"))).isEqualTo(workflow);

    String deploy = id(requests.item(TOOLS, "deploy"));
    requests.upload(FILE.replace("600", "900").replace("tools:\n", "tools:\n  - name: first\n"));
    assertThat(id(requests.item(TOOLS, "deploy"))).isEqualTo(deploy);
  }

  @Test
  void d_areRefusedWithTheFindingsOfADocument() {
    int before = requests.version();

    JsonNode problem =
        body(
            requests.create(WORKFLOWS, "{\"name\":\"x\",\"timeout_secnds\":60,\"stages\":[]}"),
            422);
    assertThat(problem.at("/findings/0/code").asString()).isEqualTo("key.unknown");
    assertThat(problem.at("/findings/0/path").asString())
        .isEqualTo("$.approval_workflows[1].timeout_secnds");
    assertThat(problem.at("/findings/0/message").asString()).contains("timeout_seconds");
    assertThat(problem.at("/findings/0/line").asInt()).isZero();

    assertThat(codes(requests.create(WORKFLOWS, "{\"name\":\"release\"}"))).contains("claim.held");
    assertThat(codes(requests.create(WORKFLOWS, "{\"name\":\"persons\"}")))
        .contains("name.duplicate");
    assertThat(
            codes(requests.create(WORKFLOWS, "{\"name\":\"a\",\"workflow_type\":\"consensus\"}")))
        .contains("unsupported");
    assertThat(codes(requests.create(TOOLS, "{\"name\":\"a\",\"approval_workflow\":\"nobody\"}")))
        .contains("workflow.unknown");
    assertThat(codes(requests.create(TOOLS, "{\"name\":\"a\",\"source\":null}")))
        .contains("value.type");
    assertThat(codes(requests.create(TOOLS, "{\"name\":\"a\",\"conditions\":{}}")))
        .contains("value.type");
    assertThat(codes(requests.create(TOOLS, "{\"name\":\"a\\u0000\"}")))
        .contains("document.syntax");
    assertThat(codes(requests.create(TOOLS, "{}"))).contains("key.missing");
    body(requests.create(TOOLS, "[]"), 400);
    body(requests.create(TOOLS, "{\"name\":\"a\",\"name\":\"b\"}"), 400);
    body(requests.create(TOOLS, ""), 400);
    assertThat(requests.version()).isEqualTo(before);
  }

  @Test
  void e_areChangedInTheirFilesWhereTheyHaveOne() {
    for (String path :
        new String[] {
          WORKFLOWS + "/" + id(requests.item(WORKFLOWS, "release")),
          TOOLS + "/" + id(requests.item(TOOLS, "deploy"))
        }) {
      assertThat(body(requests.put(path, "{\"name\":\"mine\"}"), 409).path("detail").asString())
          .contains("`platform`");
      body(requests.send(HttpMethod.DELETE, path), 409);
    }
  }

  @Test
  void f_areNotTakenFromWhoNamesThem() {
    String persons = WORKFLOWS + "/" + id(requests.item(WORKFLOWS, "persons"));

    assertThat(codes(requests.send(HttpMethod.DELETE, persons))).contains("workflow.unknown");

    body(requests.send(HttpMethod.DELETE, TOOLS + "/" + id(requests.item(TOOLS, "bash"))), 204);
    requests.upload(FILE + "  - { name: other, approval_workflow: persons }\n");
    JsonNode problem = body(requests.send(HttpMethod.DELETE, persons), 409);
    assertThat(problem.path("detail").asString()).contains("persons", "other of platform");
    body(requests.put(persons, "{\"name\":\"people\"}"), 409);
    requests.upload(FILE);

    body(requests.send(HttpMethod.DELETE, persons), 204);
    body(requests.send(HttpMethod.DELETE, persons), 404);
    body(requests.get(persons), 404);
    body(requests.put(persons, "{\"name\":\"people\"}"), 404);
    body(requests.get(WORKFLOWS + "/nothing"), 400);
  }
}
