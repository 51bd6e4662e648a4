package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.api.end2end.Http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is asked of the official example server is answered through Preloop as it is directly: a
 * result byte for byte, an error with its code.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DifferentialTests {

  private static final int MESSAGES = 600;
  private static final String PREFIX = "differential__";
  private static final Pattern CALL =
      Pattern.compile("\"method\":\"tools/call\",\"params\":\\{\"name\":\"([^\"]*)\"");

  private RunningPreloop preloop;
  private EverythingServer server;
  private Way direct;
  private Way through;
  private String shown = "";

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
    server = EverythingServer.at(preloop, "differential");
    Http http = preloop.http();
    direct = Way.open(new Http(server.url()), server.url().getPath(), "");
    through = Way.open(http, "/mcp", preloop.agentKey());
    shown = through.send("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"tools/list\"}").body();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void answersTheSame(long seed) {
    RandomMessages messages = new RandomMessages(seed);
    for (int i = 0; i < MESSAGES; i++) {
      String message = messages.next();
      assertThat(through.ask(asShown(message))).as(message).isEqualTo(direct.ask(message));
    }
  }

  /** Under the name that Preloop shows, where another server has a tool of the same one. */
  private String asShown(String message) {
    Matcher call = CALL.matcher(message);
    return call.find() && shown.contains("\"" + PREFIX + call.group(1) + "\"")
        ? new StringBuilder(message).insert(call.start(1), PREFIX).toString()
        : message;
  }

  /** How an answer ended: what is compared of it. */
  private record Ending(@Nullable String id, @Nullable String result, @Nullable String code) {}

  private record Way(Http http, String path, String key, String session) {

    static Way open(Http http, String path, String key) {
      Reply opened =
          new Way(http, path, key, "")
              .send(
                  """
                  {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":\
                  "2025-11-25","capabilities":{},"clientInfo":{"name":"fuzz","version":"1"}}}\
                  """);
      Way way =
          new Way(http, path, key, opened.headers().firstValue("Mcp-Session-Id").orElseThrow());
      way.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
      return way;
    }

    Ending ask(String message) {
      JsonSlice answer = JsonSlice.of(last(send(message).body()).getBytes(StandardCharsets.UTF_8));
      JsonSlice error = answer.member("error");
      return new Ending(
          said(answer.member("id")),
          Objects.toString(answer.member("result"), null),
          error == null ? null : Objects.toString(error.member("code"), null));
    }

    /** The server writes the letters of an id anew; here they come back as they were written. */
    private static @Nullable String said(@Nullable JsonSlice id) {
      String text = id == null ? null : id.text();
      return text == null ? Objects.toString(id, null) : text;
    }

    /** Of a stream of events, the last. */
    private static String last(String body) {
      int data = body.lastIndexOf("\ndata: ");
      return data < 0 ? body : body.substring(data + "\ndata: ".length()).strip();
    }

    private Reply send(String message) {
      Map<String, String> headers = new HashMap<>();
      headers.put("Content-Type", "application/json");
      headers.put("Accept", "application/json, text/event-stream");
      if (!session.isEmpty()) {
        headers.put("Mcp-Session-Id", session);
        headers.put("MCP-Protocol-Version", "2025-11-25");
      }
      return http.send("POST", path, key, message, headers);
    }
  }
}
