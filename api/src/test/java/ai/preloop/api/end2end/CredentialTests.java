package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What each credential can do, at every address that the application has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CredentialTests {

  /** They answer without a credential; what they take instead is a password or a link's token. */
  private static final Set<String> PUBLIC =
      Set.of(
          "GET /health/live",
          "GET /health/ready",
          "GET /metrics",
          "GET /api/v1/version",
          "GET /api/v1/features",
          "GET /openapi.json",
          "GET /api/v1/openapi.json",
          "GET /",
          "GET /docs",
          "GET /assets/{file}",
          "POST /api/v1/auth/token",
          "POST /api/v1/auth/token/json",
          "POST /api/v1/auth/refresh",
          "GET /approval/{id}",
          "GET /console/approval/{id}",
          "GET /approval/{id}/data",
          "POST /approval/{id}/decide",
          "GET /oauth/client.json",
          "GET /api/v1/mcp-servers/oauth/callback",
          "POST /api/v1/mcp-servers/oauth/callback");

  /** They say what a document would mean, for whoever may read. */
  private static final Set<String> READS =
      Set.of(
          "POST /api/v1/policies/validate",
          "POST /api/v1/policies/diff",
          "POST /api/v1/policies/test",
          "POST /api/v1/policies/explain",
          "POST /api/v1/policies/backtest",
          "POST /api/v1/tool-configurations/{id}/approval-condition/test");

  /** What an agent's key is for; a call that is not let through is refused by the policy. */
  private static final String CALL = "POST /api/v1/mcp/{name}";

  /** What it makes of itself can do no more than it, and no other is ended by it. */
  private static final Set<String> NARROWS =
      Set.of(
          "POST /api/v1/auth/runtime-sessions/token",
          "DELETE /api/v1/auth/runtime-sessions/token/{id}");

  /** The one raw servlet without a credential; {@code SECURITY.md} says why. */
  private static final String DEMO = "/demo/mcp";

  /** Where the container sends what failed; it says 404 to whoever asks for it. */
  private static final String ERROR = "/error";

  private static final String TOKENS = "/api/v1/auth/runtime-sessions/token";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final String owner = preloop.owner();

  /** A pending request, so that only the right to it can be missing. */
  private final String approval = preloop.agent().payLater("Credentials " + UUID.randomUUID());

  /** What lies on the disk of an agent's machine, and what a program that looks on is given. */
  private enum Weak {
    AGENTS_KEY,
    READ_KEY,
    READ_TOKEN;

    String of(RunningPreloop preloop) {
      return switch (this) {
        case AGENTS_KEY -> preloop.agentKey();
        case READ_KEY -> preloop.readKey();
        case READ_TOKEN -> preloop.token("account:read");
      };
    }
  }

  @Test
  void publicAddressesAreTheNamedOnes() {
    Set<String> open = new TreeSet<>();
    for (Address address : addresses()) {
      if (send(address, "").status() != 401) {
        open.add(address.toString());
      }
    }

    assertThat(open).isEqualTo(new TreeSet<>(PUBLIC));
  }

  @Test
  void rawServletsAskForACredential() {
    Set<String> raw = new TreeSet<>();
    preloop
        .bean(ServletContext.class)
        .getServletRegistrations()
        .values()
        .forEach(servlet -> raw.addAll(servlet.getMappings()));

    assertThat(raw)
        .containsExactly(
            "/",
            "/anthropic/v1/*",
            DEMO,
            "/gemini/v1/*",
            "/gemini/v1beta/*",
            "/mcp",
            "/mcp/v1",
            "/mcp/v1/*",
            "/openai/v1/*");
    assertThat(http.post(DEMO, "", "{}").status())
        .as("The demo's tools touch nothing, and only in development: it asks for no credential.")
        .isEqualTo(400);
    assertThat(http.send("POST", DEMO, "", "{}", Map.of("Origin", "https://evil.example")).status())
        .isEqualTo(403);
    for (String path :
        List.of(
            "/mcp",
            "/mcp/v1",
            "/mcp/",
            "/mcp/v1/x",
            "/mcp/v1/",
            "/mcp/v1/x/y",
            "/openai/v1/models",
            "/openai/v1/chat/completions",
            "/anthropic/v1/messages",
            "/gemini/v1beta/models/x:generateContent",
            "/gemini/v1/x",
            "/api/v1/nothing",
            "/x")) {
      for (String method : List.of("GET", "POST", "DELETE")) {
        assertThat(http.send(method, path, "", "", Map.of()).status())
            .as(method + " " + path)
            .isEqualTo(401);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void weakCredentialsChangeNothing(Weak weak) {
    String credential = weak.of(preloop);
    List<Address> closed =
        addresses().stream()
            .filter(address -> !address.method().equals("GET"))
            .filter(address -> !PUBLIC.contains(address.toString()))
            .filter(address -> !READS.contains(address.toString()))
            .filter(address -> weak != Weak.AGENTS_KEY || !mayAskAsAnAgent(address.toString()))
            .toList();

    assertThat(closed).hasSizeGreaterThan(12);
    assertThat(closed)
        .allSatisfy(address ->
            assertThat(send(address, credential).status()).as("%s", address).isEqualTo(403));
    assertThat(new Approver(http, owner).show(approval).path("status").asString())
        .isEqualTo("pending");
  }

  @Test
  void onlyAnAgentsKeyCallsTools() {
    String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}";

    for (String credential : List.of(preloop.readKey(), preloop.token("account:read"))) {
      assertThat(http.post("/mcp/v1", credential, ping).status()).isEqualTo(403);
    }
    http.post("/mcp/v1", preloop.agentKey(), ping).expect(200);
  }

  @Test
  void anAgentsKeyCannotBeMadeToDecide() {
    for (String scope : List.of("approvals:decide", "policy:write", "account:admin")) {
      String both = "{\"name\":\"both\",\"scopes\":[\"mcp:call\",\"%s\"]}".formatted(scope);
      http.post("/api/v1/auth/api-keys", owner, both).expect(422);
    }
  }

  @Test
  void aRevokedKeyIsOutWithinASecond() {
    List<Duration> took = Stream.generate(this::untilItIsOut).limit(3).sorted().toList();

    assertThat(took.get(1)).as("the middle of %s", took).isLessThan(Duration.ofSeconds(1));
  }

  /** How long a key that was used goes on to be good after it was revoked. */
  private Duration untilItIsOut() {
    String wanted = "{\"name\":\"short lived\",\"scopes\":[\"mcp:call\"]}";
    var minted = http.post("/api/v1/auth/api-keys", owner, wanted).expect(201);
    Agent agent = Agent.connect(http, minted.path("key").asString());
    agent.call("get_balance", "{}");

    String path = "/api/v1/auth/api-keys/" + minted.path("id").asString();
    http.send("DELETE", path, owner, "", Map.of()).expect(204);
    return untilOut(agent);
  }

  private static Duration untilOut(Agent agent) {
    long begun = System.nanoTime();
    await()
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> agent.callForReply("get_balance", "{}").status() == 401);
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static boolean mayAskAsAnAgent(String address) {
    return CALL.equals(address) || NARROWS.contains(address);
  }

  @Test
  void anAgentsKeyMakesNothingThatDoesMoreThanItself() {
    for (String scope : List.of("account:admin", "approvals:decide", "policy:write")) {
      String more = "{\"scopes\":[\"mcp:call\",\"%s\"]}".formatted(scope);
      http.post(TOKENS, preloop.agentKey(), more).expect(422);
    }
    String token = token(preloop.agentKey());
    http.post(TOKENS, token, "{}").expect(403);
    http.send("DELETE", TOKENS + "/" + approval, preloop.agentKey(), "", Map.of()).expect(404);
  }

  @Test
  void aRuntimeTokenCallsAsItsKey() {
    String token = token(preloop.agentKey());

    Agent.connect(http, token).call("get_balance", "{}");

    http.post("/api/v1/mcp/get_balance", token, "{}").expect(200);
    for (String path :
        List.of("/openai/v1/models", "/anthropic/v1/models", "/gemini/v1beta/models")) {
      assertThat(http.get(path, token).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void anEndedTokenIsOutWithinASecond() {
    List<Duration> took = Stream.generate(this::untilATokenIsOut).limit(3).sorted().toList();

    assertThat(took.get(1)).as("the middle of %s", took).isLessThan(Duration.ofSeconds(1));
  }

  private Duration untilATokenIsOut() {
    var minted = http.post(TOKENS, preloop.agentKey(), "{}").expect(201);
    Agent agent = Agent.connect(http, minted.path("token").asString());
    agent.call("get_balance", "{}");

    String path = TOKENS + "/" + minted.path("id").asString();
    http.send("DELETE", path, preloop.agentKey(), "", Map.of()).expect(204);
    return untilOut(agent);
  }

  private String token(String key) {
    return http.post(TOKENS, key, "{}").expect(201).path("token").asString();
  }

  private Http.Reply send(Address address, String credential) {
    String path =
        address
            .path()
            .replace("{file}", "none.css")
            .replace("{id}", approval)
            .replace("{name}", "pay_invoice")
            .replace("{version}", "1");
    String query = address.toString().equals("DELETE /api/v1/secrets") ? "?name=mine" : "";
    boolean form = address.path().equals("/api/v1/auth/token");
    String type = form ? "application/x-www-form-urlencoded" : "application/json";
    return http.send(
        address.method(),
        path + query,
        credential,
        form ? "" : body(path),
        Map.of("Content-Type", type));
  }

  /** As good a body as the address takes, so that nothing but the credential can be wrong. */
  private String body(String path) {
    if (path.endsWith("/decide")) {
      return "{\"approved\":true}";
    }
    if (path.endsWith("/me/password")) {
      return "{\"current_password\":\"a guess of theirs\",\"new_password\":\"one of their own\"}";
    }
    if (path.endsWith("/batch-decide")) {
      return "{\"decisions\":[{\"id\":\"%s\",\"approved\":true}]}".formatted(approval);
    }
    if (path.endsWith("/tools/accept")) {
      return "{\"name\":\"pay_invoice\",\"digest\":\"%s\"}".formatted("ab".repeat(32));
    }
    if (path.endsWith("/accept")) {
      return "{\"digest\":\"%s\"}".formatted("ab".repeat(32));
    }
    if (path.endsWith("/policies/generate")) {
      return "{\"description\":\"ask before anything is deleted\"}";
    }
    if (path.endsWith("/webhooks")) {
      return "{\"name\":\"mine\",\"url\":\"http://127.0.0.1:9/events\"}";
    }
    if (path.endsWith("/reprice")) {
      return "{\"from\":\"2026-11-01T00:00:00Z\",\"to\":\"2026-11-02T00:00:00Z\"}";
    }
    if (path.endsWith("/resolve")) {
      return "{\"action\":\"failed\",\"comment\":\"x\"}";
    }
    if (path.endsWith("/tag") || path.endsWith("/versions")) {
      return "{\"tag\":\"mine\"}";
    }
    if (path.endsWith("/order")) {
      return "{\"order\":[]}";
    }
    if (path.endsWith("/prune")) {
      return "{\"keep\":1}";
    }
    if (path.endsWith("/api-keys")) {
      return "{\"name\":\"mine\",\"scopes\":[\"approvals:decide\"]}";
    }
    if (path.endsWith("/secrets/rebind")) {
      return "{\"name\":\"mine\",\"url\":\"http://127.0.0.1:9/mcp\"}";
    }
    if (path.endsWith("/rebind")) {
      return "{\"url\":\"http://127.0.0.1:9/mcp\"}";
    }
    if (path.contains("/secrets/")) {
      return "{\"value\":\"a-guess\"}";
    }
    if (path.contains("/ai-models")) {
      return "{\"alias\":\"mine\",\"provider\":\"openai\",\"identifier\":\"gpt-4o\"}";
    }
    if (path.contains("/budgets")) {
      return "{\"name\":\"mine\",\"scope\":{\"type\":\"account\"},\"period\":\"day\",\"limit_usd\":1,\"kind\":\"hard\"}";
    }
    if (path.contains("/model-allow-lists")) {
      return "{\"scope\":{\"type\":\"account\"},\"models\":[\"*\"]}";
    }
    if (path.contains("/virtual-servers")) {
      return "{\"name\":\"mine\",\"entries\":[{\"tool\":\"*\"}]}";
    }
    if (path.contains("/mcp-servers") && !path.endsWith("/scan") && !path.endsWith("/authorize")) {
      return "{\"name\":\"mine\",\"url\":\"http://127.0.0.1:9/mcp\"}";
    }
    return "{}";
  }

  private List<Address> addresses() {
    Stream<Address> mapped =
        preloop.context().getBeansOfType(RequestMappingHandlerMapping.class).values().stream()
            .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
            .flatMap(CredentialTests::addresses);
    return Stream.concat(mapped, Stream.of(new Address("GET", "/metrics")))
        .filter(address -> !address.path().equals(ERROR))
        .distinct()
        .toList();
  }

  private static Stream<Address> addresses(RequestMappingInfo mapping) {
    Set<RequestMethod> named = mapping.getMethodsCondition().getMethods();
    Set<RequestMethod> methods = named.isEmpty() ? Set.of(RequestMethod.values()) : named;
    return mapping.getPatternValues().stream()
        .flatMap(path -> methods.stream().map(method -> new Address(method.name(), path)));
  }

  private record Address(String method, String path) {

    @Override
    public String toString() {
      return method + " " + path;
    }
  }
}
