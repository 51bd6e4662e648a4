package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.mcp.ToolDefinition;
import ai.preloop.activities.mcp.ToolList;
import ai.preloop.activities.upstream.FixtureMcpServer.Request;
import ai.preloop.activities.upstream.UpstreamAnswer.Refused;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.RpcError;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import ai.preloop.policies.problems.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpstreamClientTests {

  private FixtureMcpServer fixture;
  private UpstreamClient client;
  private UpstreamServer server;

  @BeforeEach
  void start() {
    fixture = FixtureMcpServer.start();
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
  void opensASessionAndStaysInIt() {
    UpstreamSession session = client.open(server).session();
    call(session, "echo", "{}");

    assertThat(session.protocolVersion()).isEqualTo("2025-11-25");
    assertThat(fixture.requests())
        .extracting(Request::rpcMethod)
        .containsExactly("initialize", "notifications/initialized", "tools/call");
    assertThat(fixture.requests().getFirst().header("MCP-Protocol-Version")).isEmpty();
    assertThat(fixture.requests().subList(1, 3))
        .allSatisfy(request -> {
          assertThat(request.header("Mcp-Session-Id")).isEqualTo(session.id());
          assertThat(request.header("MCP-Protocol-Version")).isEqualTo("2025-11-25");
          assertThat(request.header("Accept")).isEqualTo("application/json, text/event-stream");
          assertThat(request.header("Content-Type")).isEqualTo("application/json");
          assertThat(request.header("Accept-Encoding")).isEmpty();
          assertThat(request.header("Cookie")).isEmpty();
        });
  }

  @Test
  void getsAlongWithoutASessionAndWithAnOlderRevision() {
    fixture.beStateless();
    fixture.speak("2025-03-26");

    UpstreamSession session = client.open(server).session();

    assertThat(session).isEqualTo(new UpstreamSession(null, "2025-03-26"));
    assertThat(call(session, "pay", "{}")).isInstanceOf(Result.class);
  }

  @Test
  void speaksTheFirstRevisionWithAServerThatAnswersAsItIsAsked() {
    fixture.speak("2024-11-05");

    UpstreamSession session = client.open(server).session();

    assertThat(session.protocolVersion()).isEqualTo("2024-11-05");
    assertThat(call(session, "pay", "{}")).isInstanceOf(Result.class);
  }

  @Test
  void refusesARevisionThatItDoesNotSpeak() {
    fixture.speak("1999-01-01");

    assertThatThrownBy(() -> client.open(server))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("2024-11-05 to 2025-11-25");
  }

  @Test
  void givesTheResultByteForByte() {
    String raw = "{ \"content\":[],\"isError\" : true, \"n\":1.00, \"x\":{\"\\u0061\":-0.0} }";
    fixture.tool("odd", "{}", arguments -> raw);

    assertThat(call(client.open(server).session(), "odd", "{}"))
        .isInstanceOfSatisfying(
            Result.class,
            result -> {
              assertThat(result.result()).hasToString(raw);
              assertThat(result.isError()).isTrue();
            });
  }

  @Test
  void sendsTheArgumentsByteForByte() {
    call(client.open(server).session(), "echo", "{ \"n\":1.00,\"u\":\"\\u00e9\u00e9\" }");

    assertThat(fixture.calls()).hasSize(1);
    assertThat(fixture.calls().getFirst())
        .contains("\"arguments\":{ \"n\":1.00,\"u\":\"\\u00e9\u00e9\" }");
  }

  @Test
  void givesAProtocolErrorAsItCame() {
    assertThat(call(client.open(server).session(), "nothing", "{}"))
        .isInstanceOfSatisfying(
            RpcError.class,
            error -> {
              assertThat(error.code()).isEqualTo(-32602);
              assertThat(error.error())
                  .hasToString("{\"code\":-32602,\"message\":\"Unknown tool\"}");
            });
  }

  @Test
  void findsTheAnswerAmongEvents() {
    fixture.answerWithEvents(
        """
        : hello
        id: 1
        data:

        event: message
        data: {"jsonrpc":"2.0","method":"notifications/progress",
        data: "params":{"progressToken":1,"progress":1}}

        data: {"jsonrpc":"2.0","id":"7","result":{"of":"another"}}

        """);

    assertThat(call(client.open(server).session(), "pay", "{}")).isInstanceOf(Result.class);
    assertThat(call(client.open(server).session(), "pay", "{}")).isInstanceOf(Result.class);
  }

  @Test
  void answersAPingAndNoOtherRequest() {
    fixture.answerWithEvents(
        """
        data: {"jsonrpc":"2.0","id":"p-1","method":"ping"}

        data: {"jsonrpc":"2.0","id":9,"method":"sampling/createMessage","params":{}}

        """);

    assertThat(call(client.open(server).session(), "pay", "{}")).isInstanceOf(Result.class);
    assertThat(fixture.requests())
        .extracting(Request::body)
        .contains(
            "{\"jsonrpc\":\"2.0\",\"id\":\"p-1\",\"result\":{}}",
            "{\"jsonrpc\":\"2.0\",\"id\":9,\"error\":{\"code\":-32601,"
                + "\"message\":\"Method not found\"}}");
  }

  @Test
  void tellsThatTheSessionIsGoneSoThatTheCallerOpensAgain() {
    UpstreamSession first = client.open(server).session();
    fixture.forgetSessions();

    assertThat(call(first, "pay", "{}")).isInstanceOf(SessionLost.class);
    assertThat(fixture.calls()).isEmpty();
    assertThat(call(client.open(server).session(), "pay", "{}")).isInstanceOf(Result.class);
    assertThat(fixture.calls()).hasSize(1);
  }

  @Test
  void listsAllPages() {
    fixture.pageBy(1);
    fixture.define("bad", "{\"name\":\"bad\"}");
    fixture.define("twin", "{\"name\":\"pay\",\"inputSchema\":{}}");

    ToolList list = client.listTools(server, client.open(server).session(), "{}");

    assertThat(list.tools()).extracting(ToolDefinition::name).containsExactly("echo", "pay");
    assertThat(list.refused()).containsExactly("bad", "pay");
  }

  @Test
  void listsMoreThanAHundredPages() {
    fixture.pageBy(1);
    IntStream.range(0, 150).forEach(i -> fixture.tool("t" + i, "{}", _ -> "{}"));

    assertThat(client.listTools(server, client.open(server).session(), "{}").tools()).hasSize(152);
  }

  @Test
  void stopsAtAListWithoutAnEnd() {
    fixture.pageBy(0);

    assertThatThrownBy(() -> client.listTools(server, client.open(server).session(), "{}"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("does not end");
  }

  @Test
  void showsItsCredentialToTheOriginThatItIsBoundTo() {
    fixture.require("X-Key", "k3y", 401);
    UpstreamServer known =
        new UpstreamServer.Http(fixture.url(), Credential.apiKey(fixture.url(), "X-Key", "k3y"));

    assertThat(client.listTools(known, client.open(known).session(), "{}").tools()).hasSize(2);
    assertThatThrownBy(() -> client.open(server)).hasMessageContaining("HTTP status 401");
    assertThat(Credential.bearer(fixture.url(), "s3cret").toString()).doesNotContain("s3cret");
  }

  @Test
  void keepsItsCredentialFromEveryOtherOrigin() {
    Credential elsewhere = Credential.bearer(URI.create("http://127.0.0.1:1/mcp"), "s3cret");

    assertThatThrownBy(() -> client.open(new UpstreamServer.Http(fixture.url(), elsewhere)))
        .hasMessageContaining("bound to another origin");
    assertThat(fixture.requests()).isEmpty();
  }

  @Test
  void saysThatACallWasTurnedAway() {
    UpstreamSession session = client.open(server).session();
    fixture.require("Authorization", "Bearer other", 403);

    assertThat(call(session, "pay", "{}")).isEqualTo(new Refused(403));
  }

  @Test
  void endsASession() {
    UpstreamSession session = client.open(server).session();
    client.end(server, session);

    assertThat(fixture.requests().getLast().httpMethod()).isEqualTo("DELETE");
    assertThat(fixture.requests().getLast().header("Mcp-Session-Id")).isEqualTo(session.id());
  }

  private UpstreamAnswer call(UpstreamSession session, String tool, String arguments) {
    long id = client.nextId();
    return client.call(
        server,
        session,
        new Outgoing(
            id,
            Envelope.toolCall(id, tool, arguments.getBytes(UTF_8)),
            Outgoing.Clearance.GIVEN,
            client.deadline()));
  }
}
