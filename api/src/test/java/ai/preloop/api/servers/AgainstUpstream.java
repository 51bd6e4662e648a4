package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.api.edge.Edge;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Documents that bring a server, and a server to bring. */
abstract class AgainstUpstream {

  static final String SERVERS = "/api/v1/mcp-servers";
  static final String POLICIES = "/api/v1/policies";
  static final String SECRET = "tok3n-that-nobody-sees";

  Edge edge;
  FixtureMcpServer upstream;

  @BeforeEach
  void start() {
    edge = Edge.start();
    upstream = FixtureMcpServer.start();
    upstream.tool("pay", "{}", arguments -> FixtureMcpServer.text("paid"));
  }

  @AfterEach
  void stop() {
    upstream.close();
    edge.close();
  }

  String shop(String owner, String more) {
    return server(owner, "shop", upstream.url(), more);
  }

  static String server(String owner, String name, URI url, String more) {
    return document(
        owner, "mcp_servers: [ { name: %s, url: \"%s\"%s } ]\n".formatted(name, url, more));
  }

  static String signIn(String configuration) {
    return ", auth_type: bearer, auth_config: " + configuration;
  }

  static String document(String owner, String rest) {
    return "version: \"1.0\"\nmetadata: { name: %s }\n%s".formatted(owner, rest);
  }

  MvcTestResult upload(String document, String credential) {
    return send(POLICIES + "/upload", document, credential);
  }

  MvcTestResult send(String path, String document, String credential) {
    return edge.post(path, credential)
        .contentType(MediaType.parseMediaType("application/yaml"))
        .content(document)
        .exchange();
  }

  void create(String body) {
    assertThat(
            edge.post(SERVERS, edge.owner())
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange())
        .hasStatus(201);
  }

  JsonNode server(String name) {
    JsonNode all = json(edge.get(SERVERS, edge.owner()).exchange());
    return all.path("items")
        .valueStream()
        .filter(each -> each.path("name").asString().equals(name))
        .findFirst()
        .orElse(all.path("nothing"));
  }

  static JsonNode json(MvcTestResult answer) {
    return JsonMapper.shared().readTree(answer.getResponse().getContentAsByteArray());
  }
}
