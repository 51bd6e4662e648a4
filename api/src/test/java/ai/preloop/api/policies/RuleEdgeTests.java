package ai.preloop.api.policies;

import static ai.preloop.api.policies.EntryRequests.TOOLS;
import static ai.preloop.api.policies.EntryRequests.body;
import static ai.preloop.api.policies.EntryRequests.id;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.identity.Scope;
import ai.preloop.api.edge.Edge;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rules of a tool over REST, and conditions that are tried before they are rules. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RuleEdgeTests {

  private static final String RULES = "/api/v1/access-rules/";

  private Edge edge;
  private EntryRequests requests;
  private int tools;

  @BeforeAll
  void start() {
    edge = Edge.start();
    requests = new EntryRequests(edge);
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @Test
  void areAddedChangedAndTakenAway() {
    String tool = tool();
    JsonNode first = add(tool, "{\"expression\":\"args.a == 1\",\"action\":\"deny\"}");
    JsonNode second = add(tool, "{\"expression\":\"args.b == 1\",\"action\":\"deny\"}");
    assertThat(first.path("number").asInt()).isEqualTo(1);
    assertThat(second.path("number").asInt()).isEqualTo(2);
    assertThat(second.path("tool_configuration_id").asString()).isEqualTo(tool);

    JsonNode changed =
        body(
            requests.put(RULES + id(first), "{\"expression\":\"args.c == 1\",\"action\":\"deny\"}"),
            200);
    assertThat(id(changed)).isEqualTo(id(first));
    assertThat(changed.path("policy_version").asInt())
        .isEqualTo(second.path("policy_version").asInt() + 1);
    assertThat(expressions(tool)).containsExactly("args.c == 1", "args.b == 1");

    body(requests.send(HttpMethod.DELETE, RULES + id(first)), 204);
    assertThat(expressions(tool)).containsExactly("args.b == 1");
    assertThat(rules(tool)).containsExactly(id(second));
    body(requests.send(HttpMethod.DELETE, RULES + id(first)), 404);
    body(requests.send(HttpMethod.DELETE, RULES + id(second)), 204);
    assertThat(shown(tool).path("entry").has("conditions")).isFalse();
  }

  @Test
  void ofTheSameWordsAreToldApart() {
    String tool = tool();
    JsonNode first = add(tool, "{\"expression\":\"args.a == 1\"}");
    JsonNode second = add(tool, "{\"expression\":\"args.a == 1\"}");

    body(requests.send(HttpMethod.DELETE, RULES + id(first)), 204);

    assertThat(rules(tool)).containsExactly(id(second));
  }

  @Test
  void areOrderedInOneCall() {
    String tool = tool();
    List<String> ids = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      ids.add(id(add(tool, "{\"expression\":\"args.%s == 1\"}".formatted(name))));
    }

    JsonNode ordered = body(order(tool, List.of(ids.get(2), ids.get(0), ids.get(1))), 200);

    assertThat(id(ordered.at("/access_rules/0"))).isEqualTo(ids.get(2));
    assertThat(expressions(tool)).containsExactly("args.c == 1", "args.a == 1", "args.b == 1");
    assertThat(rules(tool)).containsExactly(ids.get(2), ids.get(0), ids.get(1));
    body(order(tool, ids.subList(0, 2)), 422);
    body(order(tool, List.of(ids.get(0), ids.get(0), ids.get(1))), 422);
    body(requests.put(TOOLS + "/" + tool + "/access-rules/order", "{}"), 422);
    body(
        requests.put(TOOLS + "/" + tool + "/access-rules/order", "{\"order\":[null,null,null]}"),
        422);
    body(requests.put(TOOLS + "/" + tool + "/access-rules/order", "{\"order\":[\"x\"]}"), 400);
  }

  @Test
  void areRefusedWithTheFindingsOfADocument() {
    String tool = tool();
    String path = TOOLS + "/" + tool + "/access-rules";

    JsonNode problem = body(requests.create(path, "{\"expresion\":\"true\"}"), 422);
    assertThat(problem.path("findings").findValuesAsString("code")).contains("key.unknown");
    assertThat(problem.path("findings").findValuesAsString("path"))
        .anyMatch(each -> each.endsWith(".conditions[0].expresion"));
    assertThat(body(requests.create(path, "{\"expression\":\"args.\"}"), 422).path("findings"))
        .isNotEmpty();
    body(requests.create(TOOLS + "/01a00000-0000-7000-8000-000000000000/access-rules", "{}"), 404);
    body(requests.create(path + "?expected_version=999999", "{}"), 409);
    assertThat(rules(tool)).isEmpty();
  }

  @Test
  void areTheConsolesToChange() {
    String tool = tool();
    String rule = id(add(tool, "{\"action\":\"deny\"}"));
    String reader = edge.key(Scope.ACCOUNT_READ);
    for (String[] each :
        new String[][] {
          {"POST", TOOLS + "/" + tool + "/access-rules", "{}"},
          {"PUT", TOOLS + "/" + tool + "/access-rules/order", "{\"order\":[]}"},
          {"PUT", RULES + rule, "{}"},
          {"DELETE", RULES + rule, ""}
        }) {
      body(send(HttpMethod.valueOf(each[0]), each[1], each[2], reader), 403);
    }

    requests.upload(
        "version: \"1.0\"\nmetadata: { name: file }\ntools: [ { name: x, conditions: [ {} ] } ]");
    JsonNode owned = requests.item(TOOLS, "x");
    String theirs = owned.at("/access_rules/0/id").asString();
    assertThat(body(requests.put(RULES + theirs, "{}"), 409).path("detail").asString())
        .contains("`file`");
    body(requests.send(HttpMethod.DELETE, RULES + theirs), 409);
    body(requests.create(TOOLS + "/" + id(owned) + "/access-rules", "{}"), 409);
    body(order(id(owned), List.of(theirs)), 409);
  }

  @Test
  void areTriedAsConditionsFirst() {
    String tool = tool();

    JsonNode matched =
        tried(
            tool,
            "{\"expression\":\"args.amount > 10 && args.token != ''\",\"sample_args\":{\"amount\":20,\"token\":\"t0psecret\"}}");
    assertThat(matched.path("matches").asBoolean()).isTrue();
    assertThat(matched.path("error").isNull()).isTrue();
    assertThat(matched.at("/evaluation_context/args.amount").asInt()).isEqualTo(20);
    assertThat(matched.toString()).doesNotContain("t0psecret");

    assertThat(tried(tool, "{\"expression\":\"false\"}").path("matches").asBoolean(true)).isFalse();
    assertThat(tried(tool, "{\"expression\":\"\"}").path("matches").asBoolean()).isTrue();
    JsonNode missing = tried(tool, "{\"expression\":\"args.amount > 10\",\"sample_args\":{}}");
    assertThat(missing.path("matches").isNull()).isTrue();
    assertThat(missing.path("error").asString()).contains("not there");
    assertThat(missing.path("evaluation_context").has("args.amount")).isTrue();
    assertThat(tried(tool, "{\"expression\":\"args.amount >\"}").path("error").asString())
        .isNotEmpty();
    assertThat(
            tried(
                    tool,
                    "{\"expression\":\"amount > 5\",\"condition_type\":\"simple\",\"sample_args\":{\"amount\":\"7\"}}")
                .path("matches")
                .asBoolean())
        .isTrue();
  }

  @Test
  void areNotTriedOnWhatIsNotThere() {
    String path = TOOLS + "/" + tool() + "/approval-condition/test";

    body(requests.create(path, "{}"), 422);
    body(requests.create(path, "{\"expression\":\"true\",\"condition_type\":\"python\"}"), 422);
    body(requests.create(path, "{\"expression\":\"true\",\"sample_args\":[]}"), 400);
    body(
        requests.create(
            TOOLS + "/01a00000-0000-7000-8000-000000000000/approval-condition/test",
            "{\"expression\":\"true\"}"),
        404);
    String writer = edge.key(Scope.POLICY_WRITE);
    body(send(HttpMethod.POST, path, "{\"expression\":\"true\"}", writer), 403);
  }

  private JsonNode tried(String tool, String body) {
    String reader = edge.key(Scope.ACCOUNT_READ);
    return body(
        send(HttpMethod.POST, TOOLS + "/" + tool + "/approval-condition/test", body, reader), 200);
  }

  /** A tool of the console that has no rules yet. */
  private String tool() {
    return id(
        body(
            requests.create(
                TOOLS, "{\"name\":\"tool-%d\",\"otherwise\":\"deny\"}".formatted(++tools)),
            201));
  }

  private JsonNode add(String tool, String rule) {
    return body(requests.create(TOOLS + "/" + tool + "/access-rules", rule), 201);
  }

  private MvcTestResult order(String tool, List<String> ids) {
    String order = JsonMapper.shared().writeValueAsString(ids);
    return requests.put(
        TOOLS + "/" + tool + "/access-rules/order", "{\"order\":%s}".formatted(order));
  }

  private List<String> expressions(String tool) {
    return shown(tool).at("/entry/conditions").findValuesAsString("expression");
  }

  private List<String> rules(String tool) {
    return shown(tool).path("access_rules").findValuesAsString("id");
  }

  private JsonNode shown(String tool) {
    for (JsonNode each : all()) {
      if (id(each).equals(tool)) {
        return each;
      }
    }
    throw new AssertionError("There is no tool " + tool);
  }

  private JsonNode all() {
    return body(edge.get(TOOLS, edge.owner()).exchange(), 200).path("items");
  }

  private MvcTestResult send(HttpMethod method, String path, String body, String credential) {
    return edge.request(method, path, credential)
        .header("Content-Type", "application/json")
        .content(body)
        .exchange();
  }
}
