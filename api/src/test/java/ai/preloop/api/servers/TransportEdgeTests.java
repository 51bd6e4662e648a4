package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TransportEdgeTests extends AgainstUpstream {

  @Test
  void aProgramIsKnownByTheNameThatItsOperatorGaveIt() {
    MvcTestResult made = registered("{\"name\":\"notes\",\"command\":\"notes\"}");

    assertThat(made).hasStatus(201);
    assertThat(body(made).path("transport").asString()).isEqualTo("stdio");
    assertThat(body(made).path("url").asString()).isEqualTo("stdio:notes");
    String path = SERVERS + "/" + body(made).path("id").asString();
    MvcTestResult scan = edge.post(path + "/scan", edge.owner()).exchange();
    assertThat(scan).hasStatus5xxServerError();
    assertThat(scan).bodyText().contains("no command called `notes`");
    JsonNode shown = body(edge.get(path, edge.owner()).exchange());
    assertThat(shown.path("status").asString()).isEqualTo("error");
  }

  @Test
  void aServerMayBecomeAProgramAndComeBackWithoutItsCredential() {
    MvcTestResult made =
        registered(
            "{\"name\":\"a\",\"url\":\"https://a.example/mcp\",\"auth_type\":\"bearer\",\"auth_config\":{\"token\":\"%s\"}}"
                .formatted(SECRET));
    String path = SERVERS + "/" + body(made).path("id").asString();

    MvcTestResult program = changed(path, "{\"name\":\"a\",\"command\":\"a\"}");
    assertThat(program).hasStatusOk();
    assertThat(body(program).path("auth_type").asString()).isEqualTo("none");
    MvcTestResult back = changed(path, "{\"name\":\"a\",\"url\":\"https://a.example/mcp\"}");
    assertThat(back).hasStatusOk();
    assertThat(body(back).path("auth_type").asString()).isEqualTo("none");
    MvcTestResult old =
        changed(path, "{\"name\":\"a\",\"url\":\"https://a.example/sse\",\"transport\":\"sse\"}");
    assertThat(body(old).path("transport").asString()).isEqualTo("sse");
  }

  @Test
  void aProgramIsChangedByWhatIsShownOfIt() {
    JsonNode made = body(registered("{\"name\":\"files\",\"command\":\"notes\"}"));
    String path = SERVERS + "/" + made.path("id").asString();
    ObjectNode shown = (ObjectNode) body(edge.get(path, edge.owner()).exchange());
    shown.retain("name", "url", "transport", "command", "auth_type", "trusted", "max_concurrency");

    assertThat(shown.path("command").asString()).isEqualTo("notes");
    assertThat(changed(path, shown.put("trusted", true).toString())).hasStatusOk();
    assertThat(body(edge.get(path, edge.owner()).exchange()).path("trusted").asBoolean()).isTrue();
    assertThat(changed(path, shown.put("command", "other").toString())).hasStatus(422);
  }

  @Test
  void whatListensHasNoCommand() {
    String shown = "{\"name\":\"web\",\"url\":\"https://a.example/mcp\",\"command\":null}";

    assertThat(body(registered(shown)).path("command").isNull()).isTrue();
  }

  @Test
  void theOtherWordForStreamableHttpIsTakenAndNotSaid() {
    String body = "{\"name\":\"other\",\"url\":\"%s\",\"transport\":\"http-streaming\"}";

    MvcTestResult made = registered(body.formatted(upstream.url()));

    assertThat(made).hasStatus(201);
    assertThat(body(made).path("transport").asString()).isEqualTo("streamable-http");
    String path = SERVERS + "/" + body(made).path("id").asString();
    assertThat(edge.post(path + "/scan", edge.owner()).exchange()).hasStatusOk();
    assertThat(body(changed(path, body.formatted(upstream.url()))).path("status").asString())
        .isEqualTo("active");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"a\",\"transport\":\"stdio\"}",
        "{\"name\":\"a\",\"command\":\"a\",\"url\":\"https://a.example\"}",
        "{\"name\":\"a\",\"command\":\"a\",\"transport\":\"sse\"}",
        "{\"name\":\"a\",\"command\":\"rm -rf\"}",
        "{\"name\":\"a\",\"url\":\"stdio:a\"}",
        "{\"name\":\"a\",\"url\":\"stdio:a\",\"transport\":\"stdio\"}",
        "{\"name\":\"a\",\"url\":\"stdio:b\",\"command\":\"a\"}",
        "{\"name\":\"a\",\"url\":\"https://a.example\",\"transport\":\"pigeon\"}",
        "{\"name\":\"a\",\"command\":\"a\",\"auth_type\":\"bearer\",\"auth_config\":{\"token\":\"t\"}}"
      })
  void refusesWhatSaysNotHowItIsSpokenTo(String body) {
    assertThat(registered(body)).hasStatus(422);
  }

  @Test
  void documentsBringThem() {
    String document =
        document(
            "team",
            """
            mcp_servers:
              - { name: notes, transport: stdio, command: notes }
              - { name: old, transport: sse, url: "%s" }
            """
                .formatted(upstream.url()));

    assertThat(upload(document, edge.owner())).hasStatusOk();
    JsonNode items = body(edge.get(SERVERS, edge.owner()).exchange()).path("items");
    assertThat(items.findValuesAsString("transport")).contains("stdio", "sse");
    assertThat(items.findValuesAsString("url")).contains("stdio:notes");
  }

  private MvcTestResult registered(String body) {
    return requested(HttpMethod.POST, SERVERS, body);
  }

  private MvcTestResult changed(String path, String body) {
    return requested(HttpMethod.PUT, path, body);
  }

  private MvcTestResult requested(HttpMethod method, String path, String body) {
    return edge.request(method, path, edge.owner())
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private static JsonNode body(MvcTestResult answer) {
    return JsonMapper.shared()
        .readTree(answer.getMvcResult().getResponse().getContentAsByteArray());
  }
}
