package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.upstream.Certificates;
import ai.preloop.activities.upstream.FixtureMcpServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.json.JsonMapper;

/** How servers are got at, as people say it. */
class ConnectionEdgeTests extends AgainstUpstream {

  @TempDir Path folder;

  @Test
  void keepsTheCertificatesUntilTheyAreTakenBack() {
    Certificates certificates = Certificates.in(folder);
    try (FixtureMcpServer server = FixtureMcpServer.start(certificates.ofServer())) {
      MvcTestResult made =
          edge.post(SERVERS, edge.owner())
              .contentType(MediaType.APPLICATION_JSON)
              .content(body(server.url(), way(certificates)))
              .exchange();
      assertThat(made).hasStatus(201);
      assertThat(made).bodyText().contains("BEGIN CERTIFICATE").doesNotContain("PRIVATE KEY");
      String id = json(made).path("id").asString();

      assertThat(scan(id)).hasStatusOk();
      assertThat(put(id, body(server.url(), null))).hasStatusOk();
      assertThat(scan(id)).hasStatusOk();

      assertThat(put(id, body(server.url(), Map.of()))).hasStatusOk();
      assertThat(scan(id)).hasStatus(502);
      assertThat(edge.bean(SecretStore.class).names(edge.person().account()))
          .noneMatch(name -> name.endsWith("/key"));
    }
  }

  @Test
  void takesNoHalfOfACertificate() {
    Certificates certificates = Certificates.in(folder);
    Map<String, String> half = Map.of("client_certificate", certificates.clientCertificate());

    assertThat(
            edge.post(SERVERS, edge.owner())
                .contentType(MediaType.APPLICATION_JSON)
                .content(body(upstream.url(), half))
                .exchange())
        .hasStatus(422);
  }

  private static Map<String, String> way(Certificates certificates) {
    return Map.of(
        "ca", certificates.authority(),
        "client_certificate", certificates.clientCertificate(),
        "client_key", certificates.clientKey());
  }

  private static String body(URI url, @Nullable Map<String, String> way) {
    Map<String, Object> body = new HashMap<>();
    body.put("name", "inside");
    body.put("url", url.toString());
    if (way != null) {
      body.put("connection", way);
    }
    return JsonMapper.shared().writeValueAsString(body);
  }

  private MvcTestResult scan(String id) {
    return edge.post(SERVERS + "/" + id + "/scan", edge.owner()).exchange();
  }

  private MvcTestResult put(String id, String body) {
    return edge.request(HttpMethod.PUT, SERVERS + "/" + id, edge.owner())
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }
}
