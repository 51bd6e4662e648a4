package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers whose streams break off, or are let go by their servers. */
@Timeout(30)
class CutStreamTests {

  private static final String EVENTS =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final String LET_GO = EVENTS + "id: e1\nretry: 10\ndata:\n\n";
  private static final String ANSWER =
      EVENTS + "id: e2\ndata: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}\n\n";

  private final UpstreamClient client =
      new UpstreamClient(
          UpstreamSettings.DEFAULTS,
          new AddressRules(AddressRules.Local.OPEN, List.of(), port -> false));
  private final AtomicInteger resumed = new AtomicInteger();

  @AfterEach
  void stop() throws IOException {
    client.close();
  }

  @Test
  void goOnWhereTheyWereLetGo() throws IOException {
    try (RawServer server = server(ANSWER)) {
      assertThat(call(server, "2025-11-25")).isInstanceOf(Result.class);
      assertThat(sent(server)).isEqualTo(1);
      assertThat(resumed).hasValue(1);
    }
  }

  @Test
  void goOnAsOftenAsTheyAreLetGoWithSomethingNew() throws IOException {
    try (RawServer server =
        RawServer.start((request, connection) -> {
          int before = request.isEmpty() ? resumed.incrementAndGet() : 0;
          write(
              connection,
              before < 9 ? EVENTS + "id: %d\nretry: 1\ndata:\n\n".formatted(before) : ANSWER);
        })) {
      assertThat(call(server, "2025-11-25")).isInstanceOf(Result.class);
      assertThat(sent(server)).isEqualTo(1);
    }
  }

  @Test
  void areGivenUpWhereNothingComes() throws IOException {
    try (RawServer server = server(LET_GO)) {
      assertThat(call(server, "2025-11-25")).isInstanceOf(Unknown.class);
      assertThat(sent(server)).isEqualTo(1);
      assertThat(resumed).hasValue(5);
    }
  }

  /** Whether the call was run is not known, whatever the server says of its stream. */
  @Test
  void areUnknownWhereTheServerHasNoSuchStream() throws IOException {
    try (RawServer server =
        server("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")) {
      assertThat(call(server, "2025-11-25")).isInstanceOf(Unknown.class);
      assertThat(sent(server)).isEqualTo(1);
    }
  }

  @Test
  void areNotGoneOnWithWithoutASession() throws IOException {
    try (RawServer server = server(ANSWER)) {
      assertThat(call(server, "2026-07-28")).isInstanceOf(Unknown.class);
      assertThat(resumed).hasValue(0);
    }
  }

  /** Lets the answer to a request go, and gives this to whoever asks for the rest. */
  private RawServer server(String rest) throws IOException {
    return RawServer.start((request, connection) -> {
      if (request.isEmpty()) {
        resumed.incrementAndGet();
        write(connection, rest);
      } else {
        write(connection, LET_GO);
      }
    });
  }

  private static void write(Socket connection, String bytes) throws IOException {
    RawServer.write(connection, bytes);
    connection.close();
  }

  private static long sent(RawServer server) {
    return server.requests().stream().filter(body -> body.contains("tools/call")).count();
  }

  private UpstreamAnswer call(RawServer server, String version) {
    return client.call(
        new UpstreamServer.Http(server.url(), Credential.NONE),
        new UpstreamSession("s", version),
        new Outgoing(
            7,
            Envelope.toolCall(7, "pay", "{}".getBytes(UTF_8)),
            Clearance.GIVEN,
            client.deadline()));
  }
}
