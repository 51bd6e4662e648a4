package ai.preloop.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.api.edge.Edge;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the product says that it can do, beside what it does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeaturesEdgeTests {

  private static final String SERVERS = "/api/v1/mcp-servers";

  private Edge edge;
  private JsonNode features;
  private JsonNode schemas;

  @BeforeAll
  void start() {
    edge = Edge.start();
    features = json(edge.get("/api/v1/features", "").exchange());
    schemas = json(edge.get("/openapi.json", "").exchange()).at("/components/schemas");
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @Test
  void nameEachTransportThatAServerMayHave() {
    assertThat(texts(features.path("mcp_server_transports")))
        .isEqualTo(texts(schemas.at("/McpServer/properties/transport/enum")))
        .allSatisfy(transport ->
            assertThat(registered("of-" + transport, spokenTo(transport)))
                .isEqualTo(transport + " with none"));
  }

  @Test
  void nameEachWayInWhichAServerMayBeSignedInTo() {
    assertThat(texts(features.path("mcp_server_auth_types")))
        .isEqualTo(texts(schemas.at("/McpServerRequest/properties/auth_type/enum")))
        .allSatisfy(type ->
            assertThat(registered("by-" + type, signedInTo(type)))
                .isEqualTo("streamable-http with " + type));
  }

  @Test
  void nameNothingLessThanARefusalDoes() {
    String pigeon = "{\"name\":\"p\",\"url\":\"https://a.example\",\"transport\":\"pigeon\"}";
    String magic = "{\"name\":\"m\",\"url\":\"https://a.example\",\"auth_type\":\"magic\"}";

    assertThat(json(sent(pigeon)).path("detail").asString())
        .contains(String.join(", ", texts(features.path("mcp_server_transports"))));
    assertThat(json(sent(magic)).path("detail").asString())
        .contains(String.join(", ", texts(features.path("mcp_server_auth_types"))));
  }

  private static String spokenTo(String transport) {
    String place =
        transport.equals("stdio") ? "\"command\":\"notes\"" : "\"url\":\"https://a.example/mcp\"";
    return "%s,\"transport\":\"%s\"".formatted(place, transport);
  }

  private static String signedInTo(String type) {
    String with =
        switch (type) {
          case "bearer" -> ",\"auth_config\":{\"token\":\"t\"}";
          case "api_key" -> ",\"auth_config\":{\"key\":\"k\"}";
          default -> "";
        };
    return "\"url\":\"https://a.example/mcp\",\"auth_type\":\"%s\"%s".formatted(type, with);
  }

  private String registered(String name, String rest) {
    JsonNode made = json(sent("{\"name\":\"%s\",%s}".formatted(name, rest)));
    return made.path("transport").asString() + " with " + made.path("auth_type").asString();
  }

  private MvcTestResult sent(String body) {
    return edge.post(SERVERS, edge.owner())
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  private static JsonNode json(MvcTestResult answer) {
    return JsonMapper.shared().readTree(answer.getResponse().getContentAsByteArray());
  }
}
