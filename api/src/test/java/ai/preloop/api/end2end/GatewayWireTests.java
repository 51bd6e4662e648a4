package ai.preloop.api.end2end;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.attempts.FakeAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What comes to the interfaces of models that no well-behaved client sends. */
@Timeout(90)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayWireTests {

  private static final int PATIENCE_MILLIS = 30_000;
  private static final String CHAT = "/openai/v1/chat/completions";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private OwnModels own;
  private String chat;

  @BeforeAll
  void start() {
    own = new OwnModels(preloop);
    chat = own.model("openai", "");
  }

  @BeforeEach
  void usual() {
    own.provider().always(FakeAnswer.USUAL);
  }

  @AfterAll
  void stop() {
    own.close();
  }

  private String asked() {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
        .formatted(chat);
  }

  /** The answer as it came; {@code line} is the request's first, {@code rest} all after the key. */
  private String said(String line, String rest) throws IOException {
    try (Socket client =
        new Socket(InetAddress.getLoopbackAddress(), preloop.http().base().getPort())) {
      client.setSoTimeout(PATIENCE_MILLIS);
      String head =
          "%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
              .formatted(line, preloop.http().base().getAuthority(), own.key());
      client.getOutputStream().write((head + rest).getBytes(UTF_8));
      client.getOutputStream().flush();
      return new String(client.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private String posted(String target, String headers) throws IOException {
    return said(
        "POST " + target,
        "Connection: close\r\nContent-Length: %d\r\n%s\r\n%s"
            .formatted(asked().getBytes(UTF_8).length, headers, asked()));
  }

  @Test
  void aWebSocketIsToldToComeByHttp() throws IOException {
    String answer =
        said(
            "GET /openai/v1/responses",
            """
            Connection: Upgrade, close\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """);

    assertThat(answer).startsWith("HTTP/1.1 426 ").containsIgnoringCase("\r\nupgrade: HTTP/1.1");
    assertThat(answer).contains("{\"error\":{").contains("send the same as a POST");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /openai/v1/images/generations, /error/code",
    "POST, /anthropic/v1/messages/batches, /error/code",
    "POST, /gemini/v1beta/files, /error/details/0/reason",
    "GET, /openai/v1/, /error/code"
  })
  void anAddressThatIsNoneIsNoMissingModel(String method, String path, String code) {
    JsonNode told =
        preloop
            .http()
            .send(method, path, own.key(), "{}", Map.of("Content-Type", "application/json"))
            .expect(404);

    assertThat(told.at("/error/message").asString()).contains("nothing at this address");
    assertThat(told.at(code).asString("none")).doesNotContainIgnoringCase("model_not_found");
  }

  @Test
  void aQueryThatIsNoneIsTheClientsFault() throws IOException {
    int before = own.provider().requests().size();

    assertThat(posted(CHAT + "?x=%zz", "")).startsWith("HTTP/1.1 400 ").contains("percent");
    assertThat(own.provider().requests()).hasSize(before);
  }

  @Test
  void whatAProviderSaysIsNotTakenForOurs() {
    own.provider()
        .next(
            new FakeAnswer.Status(
                200,
                Map.of(
                    "X-Preloop-Budget-Exceeded", "not-ours",
                    "Access-Control-Allow-Origin", "*",
                    "Clear-Site-Data", "*",
                    "X-Odd", "kept"),
                "{}"));

    Http.Reply reply = own.post(CHAT, asked());

    assertThat(reply.headers().firstValue("X-Odd")).contains("kept");
    assertThat(reply.headers().map())
        .doesNotContainKeys(
            "x-preloop-budget-exceeded", "access-control-allow-origin", "clear-site-data");
  }

  @Test
  void bodiesOfUnknownLengthKeepNoRoomThatTheyDoNotNeed() throws IOException {
    own.provider().always(new FakeAnswer.StallAfter(1));
    String body = asked().replaceFirst("\\{", "{\"stream\":true,");
    String chunked =
        "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
            .formatted(body.getBytes(UTF_8).length, body);
    Socket[] open = new Socket[12];
    try {
      for (int i = 0; i < open.length; i++) {
        open[i] = begun(chunked);
        String line = new String(open[i].getInputStream().readNBytes(12), UTF_8);
        assertThat(line).as("call %d", i).isEqualTo("HTTP/1.1 200");
      }
    } finally {
      for (Socket each : open) {
        if (each != null) {
          each.close();
        }
      }
    }
  }

  private Socket begun(String rest) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), preloop.http().base().getPort());
    client.setSoTimeout(PATIENCE_MILLIS);
    String head =
        "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
            .formatted(CHAT, preloop.http().base().getAuthority(), own.key());
    client.getOutputStream().write((head + rest).getBytes(UTF_8));
    client.getOutputStream().flush();
    return client;
  }
}
