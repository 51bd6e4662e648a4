package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.api.edge.Edge;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people send to an edge about entries, as its owner unless somebody else is named. */
record EntryRequests(Edge edge) {

  static final String WORKFLOWS = "/api/v1/approval-workflows";
  static final String TOOLS = "/api/v1/tool-configurations";

  /** A document of the owner platform. */
  static final String FILE =
      """
      version: "1.0"
      metadata: { name: platform }
      approval_workflows: [ { name: release, timeout_seconds: 600 } ]
      tools:
        - { name: deploy, conditions: [ { expression: args.a == 1 }, { expression: args.b == 1 } ] }
      """;

  int upload(String document) {
    return body(
            edge.post("/api/v1/policies/upload", edge.owner())
                .header("Content-Type", "text/yaml")
                .content(document)
                .exchange(),
            200)
        .path("version")
        .asInt();
  }

  int version() {
    return body(get("/api/v1/policies/versions?limit=1"), 200).at("/items/0/number").asInt();
  }

  JsonNode item(String path, String name) {
    for (JsonNode each : body(get(path), 200).path("items")) {
      if (each.path("name").asString().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("There is no " + name);
  }

  MvcTestResult get(String path) {
    return edge.get(path, edge.owner()).exchange();
  }

  MvcTestResult create(String path, String body) {
    return create(path, body, edge.owner());
  }

  MvcTestResult create(String path, String body, String credential) {
    return edge.post(path, credential)
        .header("Content-Type", "application/json")
        .content(body)
        .exchange();
  }

  MvcTestResult put(String path, String body) {
    return edge.request(HttpMethod.PUT, path, edge.owner())
        .header("Content-Type", "application/json")
        .content(body)
        .exchange();
  }

  MvcTestResult send(HttpMethod method, String path) {
    return edge.request(method, path, edge.owner()).exchange();
  }

  static String codes(MvcTestResult answer) {
    return body(answer, 422).path("findings").findValuesAsString("code").toString();
  }

  static JsonNode body(MvcTestResult answer, int status) {
    assertThat(answer).as(text(answer)).hasStatus(status);
    return JsonMapper.shared().readTree(text(answer));
  }

  static String text(MvcTestResult answer) {
    return new String(answer.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
  }

  static String id(JsonNode answer) {
    return answer.path("id").asString();
  }
}
