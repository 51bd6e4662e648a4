package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.api.end2end.Http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What agents and upstream servers get wrong; after each of them the next call works. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTests {

  private static final String LIST =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\",\"params\":{}}";
  private static final int NOT_JSON = -32700;
  private static final int INVALID_REQUEST = -32600;
  private static final int INVALID_PARAMS = -32602;

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final Agent agent = preloop.agent();
  private final String owner = preloop.owner();
  private final UnrulyServer unruly = started();

  @BeforeAll
  void register() {
    String body = "{\"name\":\"unruly\",\"url\":\"%s\"}".formatted(unruly.url());
    String id = http.post("/api/v1/mcp-servers", owner, body).expect(201).path("id").asString();
    http.post("/api/v1/mcp-servers/" + id + "/scan", owner, "{}").expect(200);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> agent.rpc("tools/list", "{}").body().contains("\"flood\""));
  }

  @AfterEach
  void theNextCallWorks() {
    assertThat(agent.call("get_balance", "{}").at("/content/0/text").asString())
        .startsWith("The balance is");
  }

  @AfterAll
  void theLedgerIsWhole() {
    unruly.close();
    JsonNode chain = http.get("/api/v1/audit-logs/verify", owner).expect(200);
    assertThat(chain.path("valid").asBoolean()).as(chain.toString()).isTrue();
    assertThat(chain.path("records").asLong()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "hello", "{}x", "{\"jsonrpc\":\"2.0\"}{}", "{'a':1}", "{\"a\":01}"})
  void refusesWhatIsNotJson(String body) {
    refused(agent.post(body, Map.of()), 400, NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx"})
  void refusesOtherContentTypes(String type) {
    refused(agent.post(LIST, Map.of("Content-Type", type)), 415, INVALID_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"tools/list\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"pay_invoice\",\"name\":\"get_balance\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"pay_invoice\",\"arguments\":{\"amount\":1,\"\\u0061mount\":99}}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"pay_invoice\",\"arguments\":{\"a\":[{\"b\":{\"c\":1,\"c\":1}}]}}}"
      })
  void refusesADuplicateNameAtAnyDepth(String body) {
    refused(agent.post(body, Map.of()), 400, INVALID_REQUEST);
  }

  @Test
  void refusesDeepNesting() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    refused(agent.post(LIST.replace("{}", "{\"a\":" + deep + "}"), Map.of()), 400, INVALID_REQUEST);
  }

  @Test
  void refusesABatch() {
    refused(agent.post("[" + LIST + "]", Map.of()), 400, INVALID_REQUEST);
    refused(agent.post("[]", Map.of()), 400, INVALID_REQUEST);
  }

  @Test
  void refusesAHugeBodyBeforeItIsSent() throws IOException {
    String head =
        "POST /mcp/v1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(agent.key(), 50 << 20);
    assertThat(raw(head)).startsWith("HTTP/1.1 413");
  }

  @Test
  void refusesABodyThatGrowsTooLarge() {
    String padded = LIST.replace("{}", "{\"a\":\"" + "x".repeat(5 << 20) + "\"}");
    refused(agent.post(padded, Map.of()), 413, INVALID_REQUEST);
  }

  @Test
  void refusesAMissingAnUnknownAndAForeignSession() {
    Agent other = Agent.connect(http, anotherKey());

    refused(agent.post(LIST, Map.of("Mcp-Session-Id", "")), 400, INVALID_REQUEST);
    for (String session :
        new String[] {UUID.randomUUID().toString(), "1", "' or 1=1 --", other.session()}) {
      refused(agent.post(LIST, Map.of("Mcp-Session-Id", session)), 404, INVALID_REQUEST);
    }
    other.rpc("ping", "{}").expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "true", "{}", "[]", "1.5"})
  void refusesAnIdThatIsNoStringAndNoInteger(String id) {
    String body = LIST.replace("\"id\":7", "\"id\":" + id);
    refused(agent.post(body, Map.of()), 400, INVALID_REQUEST);
  }

  @Test
  void refusesAnIdThatIsLong() {
    String body = LIST.replace("\"id\":7", "\"id\":\"" + "7".repeat(1_000) + "\"");
    refused(agent.post(body, Map.of()), 400, INVALID_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "[]", "\"{}\"", "null", "true"})
  void refusesArgumentsThatAreNoObject(String arguments) {
    Reply reply = agent.callForReply("pay_invoice", arguments);
    assertThat(reply.json().at("/error/code").asInt()).as(reply.body()).isEqualTo(INVALID_PARAMS);
  }

  @Test
  void knowsNoUnknownTool() {
    String name = "none_" + UUID.randomUUID();
    Reply reply = agent.callForReply(name, "{}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/error/code").asInt()).isEqualTo(INVALID_PARAMS);
    recorded(name, 1);
  }

  @ParameterizedTest
  @CsvSource({"evil.example, '', 421", "'localhost', 'http://evil.example', 403"})
  void refusesOtherHostsAndOrigins(String host, String origin, int status) throws IOException {
    String sentOrigin = origin.isEmpty() ? "" : "Origin: " + origin + "\r\n";
    String head =
        "POST /mcp/v1 HTTP/1.1\r\nHost: %s\r\n%sAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(host, sentOrigin, agent.key(), LIST.length(), LIST);
    assertThat(raw(head)).startsWith("HTTP/1.1 " + status);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /health/live, '', 200",
    "GET, /health/ready, '', 200",
    "GET, /metrics, '', 200",
    "GET, /health/live, 'http://evil.example', 421",
    "GET, /health/live, 'http://10.1.2.3', 421",
    "POST, /health/live, '', 421",
    "GET, /health/live/, '', 421",
    "GET, /api/v1/version, '', 421"
  })
  void aProbeByTheAddressOfAPodIsAnswered(String method, String path, String origin, int status)
      throws IOException {
    String sentOrigin = origin.isEmpty() ? "" : "Origin: " + origin + "\r\n";
    assertThat(
            raw(
                "%s %s HTTP/1.1\r\nHost: 10.1.2.3:8000\r\n%sContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .formatted(method, path, sentOrigin)))
        .startsWith("HTTP/1.1 " + status);
  }

  @Test
  void saysThatANulCannotBeKept() {
    String signIn = "{\"username\":\"\\u0000\",\"password\":\"x\"}";

    assertThat(http.post("/api/v1/auth/token/json", "", signIn).status()).isIn(400, 401);
    assertThat(http.get("/api/v1/audit-logs?tool=%00", owner).expect(400).path("detail").asString())
        .contains("U+0000");
  }

  @Test
  void refusesARevisionThatItDoesNotSpeak() {
    Reply reply = agent.post(LIST, Map.of("MCP-Protocol-Version", "1999-01-01"));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("2025-11-25");
  }

  @ParameterizedTest
  @ValueSource(strings = {"garble", "mumble", "mistake", "hang_up", "flood"})
  void tellsTheAgentWhatAServerGotWrong(String tool) {
    JsonNode result = agent.call(tool, "{}");

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.at("/content/0/text").asString())
        .contains("unruly")
        .doesNotContain("Exception", "ai.preloop", "xxxx");
    recorded(tool, 1);
  }

  private void refused(Reply reply, int status, int code) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.json().at("/error/code").asInt()).as(reply.body()).isEqualTo(code);
    assertThat(reply.json().at("/error/message").asString()).isNotBlank();
  }

  private void recorded(String tool, int times) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(http.get("/api/v1/audit-logs?tool=" + tool, owner).expect(200).path("items"))
                .hasSize(times));
  }

  private String anotherKey() {
    String body = "{\"name\":\"foreign\",\"scopes\":[\"mcp:call\"]}";
    return http.post("/api/v1/auth/api-keys", owner, body).expect(201).path("key").asString();
  }

  /** Sends these bytes and reads the first of what comes back. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), http.base().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
    }
  }

  private static UnrulyServer started() {
    try {
      return UnrulyServer.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
