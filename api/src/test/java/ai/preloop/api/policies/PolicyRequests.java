package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Scope;
import ai.preloop.api.edge.Edge;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people send to an edge about policies and their versions. */
record PolicyRequests(Edge edge) {

  static final String VERSIONS = "/api/v1/policies/versions";

  MvcTestResult upload(String document, String query) {
    return document("/upload" + query, edge.owner(), document);
  }

  /** The version that is in force then. */
  int upload(String document) {
    MvcTestResult answer = upload(document, "");
    assertThat(answer).hasStatusOk();
    return json(answer).path("version").asInt();
  }

  MvcTestResult document(String path, String credential, String document) {
    return edge.post("/api/v1/policies" + path, credential)
        .header("Content-Type", "text/yaml")
        .content(document)
        .exchange();
  }

  /** All in one request, as the files of a form. */
  MvcTestResult files(String path, List<String> documents) {
    var form = edge.post("/api/v1/policies" + path, edge.owner()).multipart();
    for (String document : documents) {
      form =
          form.file(
              new MockMultipartFile(
                  "file", "p.yaml", "text/yaml", document.getBytes(StandardCharsets.UTF_8)));
    }
    return form.exchange();
  }

  /** The document in force of an owner, to the letter. */
  String inForce(String owner) {
    return new String(
        edge.get("/api/v1/policies/export?policy_name=" + owner, edge.key(Scope.ACCOUNT_READ))
            .exchange()
            .getResponse()
            .getContentAsByteArray(),
        StandardCharsets.UTF_8);
  }

  /** Of one of the versions, as a reader. */
  MvcTestResult get(String path) {
    return edge.get(VERSIONS + path, edge.key(Scope.ACCOUNT_READ)).exchange();
  }

  /** To one of the versions, as the owner. */
  MvcTestResult send(HttpMethod method, String path) {
    return edge.request(method, VERSIONS + path, edge.owner()).exchange();
  }

  MvcTestResult send(HttpMethod method, String path, String body) {
    return edge.request(method, VERSIONS + path, edge.owner())
        .header("Content-Type", "application/json")
        .content(body)
        .exchange();
  }

  static JsonNode json(MvcTestResult answer) {
    return JsonMapper.shared().readTree(answer.getResponse().getContentAsByteArray());
  }

  /** How many wait for a turn. */
  int waiting() {
    return edge.bean(Database.class)
        .asSystem(jdbc ->
            jdbc.sql("select count(*) from pg_locks where locktype = 'advisory' and not granted")
                .query(Integer.class)
                .single());
  }
}
