package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamAnswer.NotSent;
import ai.preloop.activities.upstream.UpstreamAnswer.Refused;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.RpcError;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import ai.preloop.activities.upstream.UpstreamAnswer.Withheld;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way a call can fail, and whether its bytes may have reached the server. */
@Timeout(60)
class UpstreamFailureTests {

  private static final UpstreamSession SESSION = new UpstreamSession("s", "2025-11-25");
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  private static final String EVENTS = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
  private static final long ID = 7;
  private static final int LARGEST = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofMillis(400);
  private static final UpstreamSettings PATIENT = settings(PATIENCE, PATIENCE);
  private static final UpstreamSettings LOOKING = settings(PATIENCE, Duration.ZERO);

  private final AddressRules open =
      new AddressRules(AddressRules.Local.OPEN, List.of(), port -> false);
  private final UpstreamClient patient = new UpstreamClient(PATIENT, open);
  private final UpstreamClient looking = new UpstreamClient(LOOKING, open);

  @AfterEach
  void stop() throws IOException {
    patient.close();
    looking.close();
  }

  private static UpstreamSettings settings(Duration call, Duration unchecked) {
    return new UpstreamSettings(PATIENCE, call, unchecked, LARGEST, 64 << 20, 8, "test");
  }

  @Test
  void aRefusedConnectionSendsNothing() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertThat(call(patient, URI.create("http://127.0.0.1:" + port + "/mcp")))
        .isInstanceOfSatisfying(
            NotSent.class, it -> assertThat(it.sentence()).contains("connection refused"));
  }

  @Test
  void aNameWithoutAnAddressSendsNothing() {
    assertThat(call(patient, URI.create("http://no-such-host.invalid/mcp")))
        .isInstanceOfSatisfying(
            NotSent.class, it -> assertThat(it.sentence()).contains("cannot be resolved"));
  }

  @Test
  void aRefusedAddressSendsNothing() throws IOException {
    try (RawServer server = RawServer.answering(json(result()));
        UpstreamClient strict =
            new UpstreamClient(
                PATIENT, new AddressRules(AddressRules.Local.REFUSED, List.of(), p -> false))) {
      assertThat(call(strict, server.url())).isInstanceOf(NotSent.class);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void aTlsHandshakeThatFailsSendsNothing() throws IOException {
    try (RawServer server = RawServer.start((request, connection) -> connection.close());
        ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> {
        try (var connection = plain.accept()) {
          connection.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(UTF_8));
        } catch (IOException over) {
          // The client has given up.
        }
      });
      URI url = URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/mcp");
      assertThat(call(patient, url))
          .isInstanceOfSatisfying(NotSent.class, it -> assertThat(it.sentence()).contains("TLS"));
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void oneAddressAfterTheOtherIsTriedAsLongAsNothingWasSent() throws IOException {
    try (RawServer server = RawServer.answering(json(result()));
        UpstreamClient client =
            new UpstreamClient(
                PATIENT,
                new AddressRules(
                    AddressRules.Local.OPEN,
                    List.of(),
                    port -> false,
                    host ->
                        new InetAddress[] {
                          InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1")
                        }))) {
      URI url = URI.create("http://two.test:" + server.url().getPort() + "/mcp");
      assertThat(call(client, url)).isInstanceOf(Result.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void anAnswerThatNoReaderIsMadeForLeavesTheOutcomeUnknown() throws IOException {
    try (RawServer server = RawServer.answering("HTTP/1.1 000 Zero\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(call(patient, server.url()))
          .isEqualTo(
              new Unknown(
                  ProblemType.UPSTREAM_FAILED, "The upstream server's answer could not be read."));
    }
  }

  @Test
  void aCallThatIsNotClearedAtTheLastMomentDoesNotLeave() throws IOException {
    try (RawServer server = RawServer.answering(json(result()))) {
      Outgoing call = new Outgoing(ID, new byte[] {'x'}, () -> "Not now.", patient.deadline());

      assertThat(patient.call(at(server), SESSION, call)).isEqualTo(new Withheld("Not now."));
      assertThat(call(patient, server.url())).isInstanceOf(Result.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aClearanceThatFailsLetsNothingLeave() throws IOException {
    try (RawServer server = RawServer.answering(json(result()))) {
      Clearance broken =
          () -> {
            throw new IllegalArgumentException("broken");
          };
      Outgoing call = new Outgoing(ID, new byte[] {'x'}, broken, patient.deadline());

      assertThatThrownBy(() -> patient.call(at(server), SESSION, call)).hasMessage("broken");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aCallWhoseTimeIsOverDoesNotLeave() throws IOException {
    try (RawServer server = RawServer.answering(json(result()))) {
      Outgoing late =
          new Outgoing(ID, new byte[] {'x'}, Clearance.GIVEN, Deadline.in(Duration.ZERO));

      assertThat(patient.call(at(server), SESSION, late)).isInstanceOf(NotSent.class);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aDroppedConnectionLeavesTheOutcomeOpenAndIsNotTriedAgain() throws IOException {
    try (RawServer server = RawServer.start((request, connection) -> connection.close())) {
      assertThat(call(patient, server.url())).isInstanceOf(Unknown.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aDropOnAReusedConnectionLeavesTheOutcomeOpenToo() throws IOException {
    try (RawServer server =
        RawServer.start((request, connection) -> {
          if (request.contains("\"second\"")) {
            connection.close();
          } else {
            RawServer.write(connection, json(result()));
          }
        })) {
      assertThat(call(patient, server.url())).isInstanceOf(Result.class);
      assertThat(call(patient, server.url(), "second")).isInstanceOf(Unknown.class);
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void aConnectionThatTheServerHasClosedIsNotUsedWhereItIsLookedAt() throws Exception {
    Semaphore closed = new Semaphore(0);
    try (RawServer server =
        RawServer.start((request, connection) -> {
          RawServer.write(connection, json(result()));
          connection.close();
          closed.release();
        })) {
      for (int i = 0; i < 20; i++) {
        assertThat(call(looking, server.url())).isInstanceOf(Result.class);
        assertThat(closed.tryAcquire(10, SECONDS)).isTrue();
        LockSupport.parkNanos(2_000_000); // What was used within the millisecond is not looked at.
      }
      assertThat(server.requests()).hasSize(20);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200",
        OK,
        OK + "Content-Length: 100\r\n\r\n",
        OK + "Content-Length: 100\r\n\r\n{\"jsonrpc\":",
        OK + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
        EVENTS + "\r\n: and now wait\n\n"
      })
  void aServerThatHangsIsCutOffAtTheDeadline(String start) throws IOException {
    try (RawServer server = RawServer.answering(start)) {
      assertTimesOut(server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX-A: ", OK + "\r\n", EVENTS + "\r\n"})
  void aServerThatTricklesIsCutOffAtTheDeadline(String start) throws IOException {
    try (RawServer server =
        RawServer.start((request, connection) -> {
          RawServer.write(connection, start);
          while (!connection.isClosed()) {
            RawServer.write(connection, " ");
            LockSupport.parkNanos(5_000_000);
          }
        })) {
      assertTimesOut(server);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OK + "Content-Length: 104857600\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n6400000\r\n",
        OK + "\r\n",
        EVENTS + "\r\ndata: ",
        EVENTS + "\r\n",
      })
  void aHundredMegabytesAreNotRead(String start) throws IOException {
    String megabyte = "\n".repeat(1 << 20);
    try (RawServer server =
        RawServer.start((request, connection) -> {
          RawServer.write(connection, start);
          for (int i = 0; i < 100; i++) {
            RawServer.write(connection, megabyte);
          }
        })) {
      assertThat(call(patient, server.url()))
          .isInstanceOfSatisfying(
              Unknown.class, it -> assertThat(it.sentence()).contains("larger than"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "[]",
        "{}",
        "{\"jsonrpc\":\"2.0\",\"id\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{},\"error\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{},\"result\":{}}"
      })
  void anAnswerThatIsNoneLeavesTheOutcomeOpen(String body) throws IOException {
    try (RawServer plain = RawServer.answering(json(body));
        RawServer events =
            RawServer.answering(EVENTS + "Connection: close\r\n\r\ndata: " + body + "\n\n")) {
      assertThat(call(patient, plain.url())).isInstanceOf(Unknown.class);
      assertThat(callBriefly(events.url())).isInstanceOf(Unknown.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<p/>",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 502 Oh\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 408 Late\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 303 See\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"
      })
  void whatIsNoAnswerLeavesTheOutcomeOpen(String response) throws IOException {
    try (RawServer server = RawServer.answering(response)) {
      assertThat(callBriefly(server.url())).isInstanceOf(Unknown.class);
      await().untilAsserted(() -> assertThat(server.requests()).hasSize(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 307, 400, 401, 403, 405, 413, 415, 429})
  void aStatusThatTurnsAwayIsFollowedByNothing(int status) throws IOException {
    try (RawServer server =
        RawServer.answering(
            "HTTP/1.1 " + status + " No\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(call(patient, server.url())).isEqualTo(new Refused(status));
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void anUnknownSessionIsToldInEitherWay() throws IOException {
    String message = "{\"error\":{\"message\":\"No valid session ID\"},\"id\":null}";
    try (RawServer spec =
            RawServer.answering("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        RawServer common = RawServer.answering(sized("HTTP/1.1 400 Bad\r\n", message))) {
      assertThat(call(patient, spec.url())).isInstanceOf(SessionLost.class);
      assertThat(call(patient, common.url())).isInstanceOf(SessionLost.class);
    }
  }

  @Test
  void aRefusalThatOnlySpeaksOfSomeSessionIsNoLostSession() throws IOException {
    String message = "{\"error\":\"checkout session already completed\"}";
    try (RawServer server = RawServer.answering(sized("HTTP/1.1 400 Bad\r\n", message))) {
      assertThat(call(patient, server.url())).isEqualTo(new Refused(400));
    }
  }

  @Test
  void anErrorForThisRequestIsAnAnswerWhateverTheStatus() throws IOException {
    String mine = "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32602,\"message\":\"m\"}}";
    String nobodys = mine.replace("\"id\":7", "\"id\":null");
    try (RawServer bad = RawServer.answering(sized("HTTP/1.1 500 Oh\r\n", mine));
        RawServer fine = RawServer.answering(json(nobodys))) {
      assertThat(call(patient, bad.url())).isInstanceOf(RpcError.class);
      assertThat(call(patient, fine.url())).isInstanceOf(RpcError.class);
    }
  }

  @Test
  void aStreamThatStaysOpenDoesNotHoldTheAnswerBack() throws IOException {
    try (RawServer server = RawServer.answering(EVENTS + "\r\ndata: " + result() + "\n\n")) {
      assertThat(call(patient, server.url())).isInstanceOf(Result.class);
    }
  }

  private void assertTimesOut(RawServer server) {
    assertThat(callBriefly(server.url()))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.type()).isEqualTo(ProblemType.UPSTREAM_TIMEOUT));
  }

  private UpstreamAnswer callBriefly(URI url) {
    return Briefly.called(SOON, deadline -> call(patient, url, "first", deadline));
  }

  private static UpstreamServer at(RawServer server) {
    return new UpstreamServer.Http(server.url(), Credential.NONE);
  }

  private static UpstreamAnswer call(UpstreamClient client, URI url) {
    return call(client, url, "first");
  }

  private static UpstreamAnswer call(UpstreamClient client, URI url, String tool) {
    return call(client, url, tool, client.deadline());
  }

  private static UpstreamAnswer call(
      UpstreamClient client, URI url, String tool, Deadline deadline) {
    return client.call(
        new UpstreamServer.Http(url, Credential.NONE),
        SESSION,
        new Outgoing(
            ID,
            Envelope.toolCall(ID, tool, "{}".getBytes(UTF_8)),
            Outgoing.Clearance.GIVEN,
            deadline));
  }

  private static String result() {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}";
  }

  private static String json(String body) {
    return sized(OK, body);
  }

  private static String sized(String head, String body) {
    return head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }
}
