package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plain requests to the running product; an empty credential sends none. */
public record Http(URI base, HttpClient client) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public Http(URI base) {
    this(base, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  public Reply get(String path, String credential) {
    return send("GET", path, credential, "", Map.of());
  }

  public Reply post(String path, String credential, String json) {
    return send("POST", path, credential, json, Map.of("Content-Type", "application/json"));
  }

  public Reply send(
      String method, String path, String credential, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.ofString(body));
    if (!credential.isEmpty()) {
      request.header("Authorization", "Bearer " + credential);
    }
    headers.forEach(request::header);
    try {
      var response = client.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body(), response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What came back. */
  public record Reply(int status, String body, HttpHeaders headers) {

    public JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }

    public JsonNode expect(int expected) {
      assertThat(status).as(body).isEqualTo(expected);
      return body.isEmpty() ? JsonMapper.shared().nullNode() : json();
    }
  }
}
