package ai.preloop.cli.client;

import ai.preloop.cli.terminal.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Preloop's REST API at one address with one credential; failures are {@link ProblemException}. */
public final class Server {

  private static final String JSON = "application/json";
  private static final int LARGEST_ANSWER = 64 << 20;

  /** A scan may wait for an upstream as long as a call does (120 s). */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(130);

  private final Address address;
  private final String token;
  private final HttpClient http = client();

  public Server(Address address, String token) {
    this.address = address;
    this.token = token;
  }

  static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(Duration.ofSeconds(5))
        .build();
  }

  /** What was answered; {@code status} matters only where two successes mean different things. */
  public record Answer(int status, JsonNode body) {}

  public Address address() {
    return address;
  }

  public JsonNode get(String path, Map<String, String> query) {
    return send(request(path + query(query)).GET()).body();
  }

  public JsonNode get(String path) {
    return get(path, Map.of());
  }

  /** What is no JSON, byte for byte. */
  public byte[] get(String path, Map<String, String> query, String accepted) {
    return exchange(request(path + query(query)).setHeader("Accept", accepted).GET()).body();
  }

  public Answer post(String path, JsonNode body) {
    return post(path, JSON, Json.bytes(body));
  }

  public Answer post(String path, String contentType, byte[] body) {
    return send(request(path, contentType).POST(BodyPublishers.ofByteArray(body)));
  }

  /** As often as it takes: under this key it is done once. */
  public Answer postOnce(String path, JsonNode body, String key) {
    return send(
        request(path, JSON)
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofByteArray(Json.bytes(body))));
  }

  public Answer post(String path, FilesForm form) {
    return post(path, form.contentType(), form.bytes());
  }

  public Answer put(String path, JsonNode body) {
    return send(request(path, JSON).PUT(BodyPublishers.ofByteArray(Json.bytes(body))));
  }

  public JsonNode delete(String path, Map<String, String> query) {
    return send(request(path + query(query)).DELETE()).body();
  }

  /** The password grant, narrowed to a scope (RFC 6749, section 4.3). */
  public JsonNode signIn(String user, String password, String scope) {
    var form = Map.of("grant_type", "password", "username", user, "password", password);
    String body = form(form) + "&scope=" + encode(scope);
    return post("/auth/token", "application/x-www-form-urlencoded", utf8(body)).body();
  }

  /** A token with all that the person may do. */
  public JsonNode signIn(String user, String password) {
    return post("/auth/token/json", Json.of(Map.of("username", user, "password", password))).body();
  }

  Optional<JsonNode> refresh(String refreshToken) {
    try {
      var body = Json.of(Map.of("refresh_token", refreshToken));
      return Optional.of(post("/auth/refresh", body).body())
          .filter(renewed -> renewed.hasNonNull("access_token"));
    } catch (ProblemException e) {
      if (e.type() == ProblemType.UNAVAILABLE) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** One segment of a path, whatever is in it. */
  public static String segment(String text) {
    return encode(text).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(address.at("/api/v1" + path)).timeout(LONGEST_WAIT);
    request.header("Accept", JSON);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  private HttpRequest.Builder request(String path, String contentType) {
    return request(path).header("Content-Type", contentType);
  }

  private Answer send(HttpRequest.Builder request) {
    HttpResponse<byte[]> response = exchange(request);
    return new Answer(response.statusCode(), Json.read(response.body()));
  }

  private HttpResponse<byte[]> exchange(HttpRequest.Builder request) {
    HttpResponse<byte[]> response = exchange(http, request.build(), address);
    if (response.statusCode() / 100 != 2) {
      throw Problems.of(response.statusCode(), Json.read(response.body()), address);
    }
    return response;
  }

  /** Whether Preloop may have done what was asked, and only its answer was lost. */
  public static boolean isUnknown(ProblemException problem) {
    return problem.extensions().containsKey(Problems.UNANSWERED);
  }

  static HttpResponse<byte[]> exchange(HttpClient http, HttpRequest request, Address address) {
    try {
      return http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw Problems.unreachable(address).causedBy(e);
    } catch (IOException e) {
      throw Problems.unanswered(address).causedBy(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ProblemType.UNAVAILABLE, "Interrupted.").causedBy(e);
    }
  }

  private static String query(Map<String, String> query) {
    return query.isEmpty() ? "" : "?" + form(query);
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
