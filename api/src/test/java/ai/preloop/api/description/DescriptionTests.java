package ai.preloop.api.description;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.api.edge.Edge;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DescriptionTests {

  private Edge edge;
  private JsonNode description;

  @BeforeAll
  void start() throws Exception {
    edge = Edge.start();
    byte[] sent = edge.get("/openapi.json", "").exchange().getResponse().getContentAsByteArray();
    description = JsonMapper.shared().readTree(sent);
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @Test
  void saysTheSameEachTime() throws Exception {
    try (Edge other = Edge.start()) {
      byte[] sent = other.get("/openapi.json", "").exchange().getResponse().getContentAsByteArray();
      assertThat(new String(sent, StandardCharsets.UTF_8))
          .isEqualTo(edge.get("/openapi.json", "").exchange().getResponse().getContentAsString());
    }
    assertThat(description.path("openapi").asString()).startsWith("3.1");
    assertThat(description.path("servers").path(0).path("url").asString()).isEqualTo("/");
  }

  @Test
  void namesEachOperationOnceAndShowsNothingOfTheJsonLibrary() throws Exception {
    JsonNode written = JsonMapper.shared().readTree(Path.of("../docs/openapi.json").toFile());
    for (JsonNode shown : List.of(description, written)) {
      List<String> ids = new ArrayList<>();
      shown
          .path("paths")
          .forEach(path ->
              path.forEach(operation -> ids.add(operation.path("operationId").asString(""))));
      assertThat(ids).contains("signIn", "signInByJson").doesNotHaveDuplicates();
      assertThat(ids).allMatch(id -> id.matches("[a-z][A-Za-z]+")).doesNotContain("get", "list");
      assertThat(shown.path("components").path("schemas").has("JsonNode")).isFalse();
    }
  }

  @Test
  void namesMembersAsTheyAreSent() {
    List<String> names = new ArrayList<>();
    description
        .path("components")
        .path("schemas")
        .forEach(schema -> names.addAll(schema.path("properties").propertyNames()));

    assertThat(names).contains("last_scanned_at", "is_new", "auth_config", "access_token");
    assertThat(names).allMatch(name -> name.equals(name.toLowerCase(Locale.ROOT)));
  }

  @Test
  void describesEachOperation() {
    description
        .path("paths")
        .forEachEntry((path, operations) ->
            operations.forEachEntry((method, operation) -> {
              String where = method + " " + path;
              assertThat(operation.path("summary").asString("")).as(where).isNotBlank();
              assertThat(operation.path("responses").has("default")).as(where).isTrue();
              operation
                  .path("responses")
                  .forEach(answer ->
                      assertThat(answer.path("description").asString(""))
                          .as(where)
                          .isNotIn("OK", "Created", "No Content"));
            }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/auth/api-keys", "/api/v1/mcp-servers"})
  void saysHowACreationIsSentAgain(String path) {
    JsonNode creating = description.path("paths").path(path).path("post");

    assertThat(creating.path("parameters").valueStream())
        .anySatisfy(parameter -> {
          assertThat(parameter.path("name").asString()).isEqualTo("Idempotency-Key");
          assertThat(parameter.path("in").asString()).isEqualTo("header");
          assertThat(parameter.path("required").asBoolean(false)).isFalse();
        });
    for (String status : List.of("409", "422")) {
      JsonNode answer = creating.path("responses").path(status);
      assertThat(answer.path("description").asString()).contains("Idempotency-Key");
      assertThat(answer.path("content").has("application/problem+json")).isTrue();
    }
  }

  @Test
  void saysWhichOperationsAreOpen() {
    description
        .path("paths")
        .forEachEntry((path, operations) ->
            operations.forEachEntry((method, operation) -> {
              boolean open =
                  operation.path("security").isArray() && operation.path("security").isEmpty();
              String filled = path.replaceAll("\\{[^}]+}", "0199f000-0000-7000-8000-000000000000");
              int status =
                  edge.request(HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)), filled, "")
                      .exchange()
                      .getResponse()
                      .getStatus();
              assertThat(status == 401).as(method + " " + path + " " + status).isEqualTo(!open);
            }));
  }
}
