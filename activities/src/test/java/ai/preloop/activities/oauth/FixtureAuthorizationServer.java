package ai.preloop.activities.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.database.Digests;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An authorization server on loopback that grants whatever it is asked for, checks what it is
 * shown, and takes each code and refresh token once.
 */
public final class FixtureAuthorizationServer implements AutoCloseable {

  private final HttpServer server;
  private final String resource;
  private final AtomicInteger counter = new AtomicInteger();
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final Set<String> access = ConcurrentHashMap.newKeySet();
  private final Map<String, String> scopes = new ConcurrentHashMap<>();
  private final Set<String> refresh = ConcurrentHashMap.newKeySet();
  private final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
  private final List<String> registrations = new CopyOnWriteArrayList<>();
  private volatile String issuer;
  private volatile String sentIssuer;
  private volatile String extraMetadata =
      ",\"code_challenge_methods_supported\":[\"S256\"]"
          + ",\"authorization_response_iss_parameter_supported\":true";
  private volatile int life = 3600;
  private volatile String unknownScope = "none at all";
  private volatile boolean knowsClients = true;
  private volatile CountDownLatch answering = new CountDownLatch(0);

  private FixtureAuthorizationServer(HttpServer server, URI resource) {
    this.server = server;
    this.resource = resource.toString();
    this.issuer = base() + "/tenant";
    this.sentIssuer = issuer;
  }

  /** Grants access to this resource. */
  public static FixtureAuthorizationServer start(URI resource) {
    try {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      FixtureAuthorizationServer fixture =
          new FixtureAuthorizationServer(HttpServer.create(anyPort, 0), resource);
      fixture.server.createContext("/", fixture::handle);
      fixture.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      fixture.server.start();
      return fixture;
    } catch (IOException e) {
      throw new IllegalStateException("No loopback port", e);
    }
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public String issuer() {
    return issuer;
  }

  /** What a resource server challenges with that this one grants access to. */
  public String challenge() {
    return "Bearer resource_metadata=\"%s/resource\", scope=\"read write\"".formatted(base());
  }

  /** Whether this scope was asked for, and so is granted, with the token. */
  public boolean grants(String token, String scope) {
    return List.of(scopes.getOrDefault(token, "").split(" ")).contains(scope);
  }

  public boolean takes(String token) {
    return access.contains(token);
  }

  /** From now on it says that it is another, in what it sends browsers back with. */
  public void sendIssuer(String other) {
    this.sentIssuer = other;
  }

  /** From now on its metadata has these members beside its endpoints. */
  public void say(String members) {
    this.extraMetadata = members;
  }

  /** How many seconds tokens last from now on. */
  public void grantFor(int seconds) {
    this.life = seconds;
  }

  public void forgetAccessTokens() {
    access.clear();
  }

  public void forgetGrants() {
    access.clear();
    refresh.clear();
  }

  /** From now on nobody who asks for this scope is granted anything. */
  public void knowNoScope(String scope) {
    this.unknownScope = scope;
  }

  /** From now on who asks for tokens waits for this. */
  public void holdTokens(CountDownLatch until) {
    this.answering = until;
  }

  public void forgetClients() {
    this.knowsClients = false;
  }

  public void rememberClients() {
    this.knowsClients = true;
  }

  /** The forms that came to the token endpoint with this grant type, or to revocation with "". */
  public List<Map<String, String>> forms(String grantType) {
    return forms.stream()
        .filter(form -> form.getOrDefault("grant_type", "").equals(grantType))
        .toList();
  }

  public List<String> registrations() {
    return List.copyOf(registrations);
  }

  /** Every token that was ever given. */
  public List<String> secrets() {
    return IntStream.rangeClosed(1, counter.get())
        .boxed()
        .flatMap(number -> List.of("acc3ss-" + number, "r3fresh-" + number).stream())
        .toList();
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      String body = new String(http.getRequestBody().readAllBytes(), UTF_8);
      switch (http.getRequestURI().getPath()) {
        case "/resource" ->
            answer(
                http,
                200,
                "{\"resource\":\"%s\",\"authorization_servers\":[\"%s\"]}"
                    .formatted(resource, issuer));
        case "/.well-known/openid-configuration/tenant" -> answer(http, 200, metadata());
        case "/register" -> register(http, body);
        case "/authorize" -> authorize(http);
        case "/token" -> token(http, body);
        case "/revoke" -> {
          forms.add(parameters(body));
          answer(http, 200, "{}");
        }
        default -> answer(http, 404, "{}");
      }
    }
  }

  private String metadata() {
    return """
    {"issuer":"%s","authorization_endpoint":"%s/authorize","token_endpoint":"%s/token",\
    "registration_endpoint":"%s/register","revocation_endpoint":"%s/revoke"%s}\
    """
        .formatted(issuer, base(), base(), base(), base(), extraMetadata);
  }

  private void register(HttpExchange http, String body) throws IOException {
    registrations.add(body);
    answer(http, 201, "{\"client_id\":\"client-1\",\"client_secret\":\"cl1ent-secret\"}");
  }

  private void authorize(HttpExchange http) throws IOException {
    Map<String, String> asked = parameters(http.getRequestURI().getRawQuery());
    String code = "c0de-" + counter.incrementAndGet();
    codes.put(code, asked);
    http.getResponseHeaders()
        .set(
            "Location",
            asked.get("redirect_uri")
                + "?session_state=x&"
                + (knows(asked) ? "code=" + code : "error=invalid_scope")
                + "&state="
                + asked.get("state")
                + (sentIssuer.isEmpty() ? "" : "&iss=" + URLEncoder.encode(sentIssuer, UTF_8)));
    http.sendResponseHeaders(302, -1);
  }

  private boolean knows(Map<String, String> asked) {
    return !List.of(asked.getOrDefault("scope", "").split(" ")).contains(unknownScope);
  }

  private void token(HttpExchange http, String body) throws IOException {
    Map<String, String> form = parameters(body);
    forms.add(form);
    String scope = scope(form);
    hold();
    if (!knowsClients || !isClient(http, form) || !resource.equals(form.get("resource"))) {
      answer(http, 401, "{\"error\":\"invalid_client\"}");
    } else if (!isGranted(form)) {
      answer(http, 400, "{\"error\":\"invalid_grant\"}");
    } else {
      answer(http, 200, tokens(scope));
    }
  }

  /** A refresh gives what was given before; what a form says is what it is for. */
  private String scope(Map<String, String> form) {
    Map<String, String> asked = codes.getOrDefault(form.getOrDefault("code", ""), form);
    return asked.getOrDefault("scope", "");
  }

  private void hold() {
    try {
      if (!answering.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Nobody lets the tokens go");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isClient(HttpExchange http, Map<String, String> form) {
    String basic =
        "Basic " + Base64.getEncoder().encodeToString("client-1:cl1ent-secret".getBytes(UTF_8));
    return basic.equals(http.getRequestHeaders().getFirst("Authorization"))
        || "known-by-hand".equals(form.get("client_id"));
  }

  private boolean isGranted(Map<String, String> form) {
    return switch (form.getOrDefault("grant_type", "")) {
      case "authorization_code" -> {
        Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
        yield asked != null
            && same(asked, form, "redirect_uri")
            && resource.equals(asked.get("resource"))
            && challengeOf(form.getOrDefault("code_verifier", ""))
                .equals(asked.get("code_challenge"));
      }
      case "refresh_token" -> refresh.remove(form.getOrDefault("refresh_token", ""));
      case "client_credentials" -> true;
      default -> false;
    };
  }

  private static boolean same(Map<String, String> asked, Map<String, String> form, String name) {
    return asked.getOrDefault(name, "").equals(form.getOrDefault(name, "-"));
  }

  private static String challengeOf(String verifier) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Digests.sha256(verifier.getBytes(UTF_8)));
  }

  private String tokens(String scope) {
    int number = counter.incrementAndGet();
    scopes.put("acc3ss-" + number, scope);
    access.add("acc3ss-" + number);
    refresh.add("r3fresh-" + number);
    return """
    {"access_token":"acc3ss-%d","token_type":"Bearer","expires_in":%d,"refresh_token":"r3fresh-%d"}\
    """
        .formatted(number, life, number);
  }

  private static Map<String, String> parameters(String encoded) {
    return Arrays.stream(encoded.split("&", -1))
        .map(each -> each.split("=", 2))
        .collect(
            Collectors.toMap(
                each -> URLDecoder.decode(each[0], UTF_8),
                each -> URLDecoder.decode(each[1], UTF_8)));
  }

  private static void answer(HttpExchange http, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    http.getResponseHeaders().set("Content-Type", "application/json");
    http.sendResponseHeaders(status, bytes.length);
    http.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
