package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.mcp.ToolDefinition;
import ai.preloop.activities.upstream.FixtureMcpServer.Request;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.Terms.Era;
import ai.preloop.activities.upstream.UpstreamAnswer.InputRequired;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.RpcError;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers of revision 2026-07-28, for clients of both eras. */
@Timeout(30)
class WithoutSessionsTests {

  private static final String QUESTION =
      """
      {"resultType":"input_required","inputRequests":{"name":{"method":"elicitation/create",\
      "params":{"message":"Who?"}}},"requestState":"sealed"}\
      """;

  private FixtureMcpServer fixture;
  private UpstreamClient client;
  private UpstreamServer server;

  @BeforeEach
  void start() {
    fixture = FixtureMcpServer.start();
    fixture.speakWithoutSessions();
    client =
        new UpstreamClient(
            UpstreamSettings.DEFAULTS,
            new AddressRules(AddressRules.Local.OPEN, List.of(), port -> false));
    server = new UpstreamServer.Http(fixture.url(), Credential.NONE);
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    fixture.close();
  }

  @Test
  void areFoundWhenTheyDoNotUnderstandAnOpening() {
    UpstreamSession session = client.open(server).session();

    assertThat(session).isEqualTo(UpstreamSession.NONE);
    assertThat(methods()).containsExactly("initialize", "server/discover");
  }

  @Test
  void areAskedFirstForAClientOfTheSameEra() {
    assertThat(openedRather()).isEqualTo(UpstreamSession.NONE);
    assertThat(methods()).containsExactly("server/discover");
  }

  @Test
  void serversThatOnlyKnowSessionsAreOpenedForAClientOfTheOtherEra() {
    try (FixtureMcpServer old = FixtureMcpServer.start()) {
      server = new UpstreamServer.Http(old.url(), Credential.NONE);

      assertThat(openedRather().protocolVersion()).isEqualTo("2025-11-25");
    }
  }

  private UpstreamSession openedRather() {
    return client.open(server, new Terms(Era.STATELESS, "{}", client.deadline())).session();
  }

  @Test
  void areToldWithEachRequestWhatItDependsOn() {
    ClientTerms terms = new ClientTerms("{\"sampling\":{}}", "warning", true);

    assertThat(call("echo", "{}", new Hearing(terms, _ -> {}))).isInstanceOf(Result.class);

    Request call = fixture.requests().getLast();
    assertThat(call.header("MCP-Protocol-Version")).isEqualTo("2026-07-28");
    assertThat(call.header("Mcp-Method")).isEqualTo("tools/call");
    assertThat(call.header("Mcp-Name")).isEqualTo("echo");
    assertThat(call.header("Mcp-Session-Id")).isEmpty();
    assertThat(call.body())
        .contains(
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"",
            "\"io.modelcontextprotocol/clientCapabilities\":{\"sampling\":{}}",
            "\"io.modelcontextprotocol/logLevel\":\"warning\"");
  }

  @Test
  void hearInHeadersWhatTheirToolsAskFor() {
    Map<String, Object> schema =
        Map.of(
            "properties",
            Map.of(
                "region", Map.of("x-mcp-header", "Region"),
                "amount", Map.of("type", "number"),
                "other", Map.of("x-mcp-header", "a: b\r\nEvil")));

    call("echo", "{\"region\":\"Z\u00fcrich\",\"amount\":1,\"other\":2}", Nobody.AT_ALL, schema);

    assertThat(fixture.requests().getLast().header("Mcp-Param-Region"))
        .isEqualTo("=?base64?WsO8cmljaA==?=");
    assertThat(fixture.requests().getLast().header("Mcp-Param-Amount")).isEmpty();
    assertThat(fixture.requests().getLast().headers().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("evil"));
  }

  @Test
  void listTheirTools() {
    assertThat(client.listTools(server, client.open(server).session(), "{}").tools())
        .extracting(ToolDefinition::name)
        .containsExactly("echo", "pay");
  }

  @Test
  void aClientOfSessionsIsAskedMeanwhile() {
    fixture.ask("pay", QUESTION);
    List<String> asked = new ArrayList<>();
    Hearing hearing =
        new Hearing(
            new ClientTerms("{\"elicitation\":{}}", null, false),
            question -> {
              asked.add(question.message().toString());
              question.result(slice("{\"action\":\"accept\"}"));
            });

    assertThat(call("pay", "{\"n\":1.00}", hearing))
        .isInstanceOfSatisfying(
            Result.class, paid -> assertThat(paid.result().toString()).contains("paid"));
    assertThat(asked)
        .containsExactly(
            "{\"jsonrpc\":\"2.0\",\"id\":\"name\",\"method\":\"elicitation/create\",\"params\":{\"message\":\"Who?\"}}");
    assertThat(fixture.calls()).hasSize(2);
    assertThat(fixture.calls().getLast())
        .contains(
            "\"arguments\":{\"n\":1.00}",
            "\"inputResponses\":{\"name\":{\"action\":\"accept\"}}",
            "\"requestState\":\"sealed\"");
    assertThat(ids()).doesNotHaveDuplicates();
  }

  @Test
  void aClientOfTheSameEraIsGivenTheQuestion() {
    fixture.ask("pay", QUESTION);
    ClientTerms terms = new ClientTerms("{\"elicitation\":{}}", null, true);

    assertThat(call("pay", "{}", new Hearing(terms, _ -> {})))
        .isInstanceOfSatisfying(
            InputRequired.class, asked -> assertThat(asked.result()).hasToString(QUESTION));
    assertThat(fixture.calls()).hasSize(1);
  }

  @Test
  void aClientIsAskedNothingThatItCannotDo() {
    fixture.ask("pay", QUESTION);
    for (boolean asksAgain : new boolean[] {true, false}) {
      ClientTerms terms = new ClientTerms("{\"sampling\":{}}", null, asksAgain);

      assertThat(call("pay", "{}", new Hearing(terms, _ -> {})))
          .isInstanceOfSatisfying(
              RpcError.class, error -> assertThat(error.message()).contains("said it cannot do"));
    }
  }

  @Test
  void aCallThatNobodyCanBeAskedForEnds() {
    fixture.ask("pay", QUESTION);

    assertThat(call("pay", "{}", Nobody.AT_ALL))
        .isInstanceOfSatisfying(
            RpcError.class,
            error -> assertThat(error.message()).contains("nobody can be asked in this call"));
    assertThat(fixture.calls()).hasSize(1);
  }

  @Test
  void aCallThatIsTakenBackWhileItsClientIsAskedEnds() {
    fixture.ask("pay", QUESTION);
    CompletableFuture<Consumer<@Nullable String>> takeBack = new CompletableFuture<>();
    Hearing hearing =
        new Hearing(
            new ClientTerms("{\"elicitation\":{}}", null, false),
            _ -> takeBack.join().accept("No more")) {
          @Override
          public void sent(Consumer<@Nullable String> cancel) {
            takeBack.complete(cancel);
          }
        };

    assertThat(call("pay", "{}", hearing)).isInstanceOf(RpcError.class);
    assertThat(fixture.calls()).hasSize(1);
  }

  @Test
  void aServerThatAsksForEverIsGivenUp() {
    fixture.tool("ask", "{}", _ -> QUESTION);
    ClientTerms terms = new ClientTerms("{\"elicitation\":{}}", null, false);
    Hearing hearing = new Hearing(terms, question -> question.result(slice("{}")));

    assertThat(call("ask", "{}", hearing))
        .isInstanceOfSatisfying(
            RpcError.class, error -> assertThat(error.message()).contains("more than 16 times"));
    assertThat(fixture.calls()).hasSize(17);
  }

  @Test
  void oneThatSpeaksTheRevisionNoLongerHasLostItsSession() throws IOException {
    String error =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32022,\"message\":\"Not any more\"}}";
    String answer =
        "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(error.length(), error);
    try (RawServer other = RawServer.answering(answer)) {
      assertThat(
              client.call(
                  new UpstreamServer.Http(other.url(), Credential.NONE),
                  UpstreamSession.NONE,
                  new Outgoing(
                      7,
                      Envelope.toolCall(7, "pay", "{}".getBytes(UTF_8)),
                      Clearance.GIVEN,
                      client.deadline())))
          .isInstanceOf(SessionLost.class);
    }
  }

  private UpstreamAnswer call(String tool, String arguments, Listener listener) {
    return call(tool, arguments, listener, Map.of());
  }

  private UpstreamAnswer call(
      String tool, String arguments, Listener listener, Map<String, Object> schema) {
    long id = client.nextId();
    return client.call(
        server,
        UpstreamSession.NONE,
        new Outgoing(
            id,
            Envelope.toolCall(id, tool, arguments.getBytes(UTF_8)),
            Clearance.GIVEN,
            client.deadline(),
            listener,
            schema));
  }

  private List<String> methods() {
    return fixture.requests().stream().map(Request::rpcMethod).toList();
  }

  private List<String> ids() {
    return fixture.calls().stream().map(body -> String.valueOf(slice(body).member("id"))).toList();
  }

  private static JsonSlice slice(String json) {
    return JsonSlice.of(json.getBytes(UTF_8));
  }

  private static class Hearing implements Listener {

    private final ClientTerms terms;
    private final Consumer<ServerRequest> answer;

    Hearing(ClientTerms terms, Consumer<ServerRequest> answer) {
      this.terms = terms;
      this.answer = answer;
    }

    @Override
    public ClientTerms client() {
      return terms;
    }

    @Override
    public void notified(String method, JsonSlice message) {}

    @Override
    public void asked(ServerRequest request) {
      answer.accept(request);
    }
  }
}
