package ai.preloop.bench.soak;

import ai.preloop.bench.load.Agent;
import ai.preloop.bench.load.Connection;
import ai.preloop.bench.load.Connection.Reply;
import ai.preloop.bench.load.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The calls of the mix, and what must come of each. */
final class Calls {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int LONGEST_SHOWN = 400;
  private static final String PATH = "/mcp/v1";

  private final Tally tally;

  Calls(Tally tally) {
    this.tally = tally;
  }

  /** Some are declined; which ones the mark says. */
  static boolean isDeclined(String mark) {
    return Math.floorMod(mark.hashCode(), 10) == 0;
  }

  void allowed(Connection connection, Map<String, String> session, String mark) throws IOException {
    byte[] call = call(session, "echo", "{\"amount\":250,\"note\":\"deploy --env staging\"}");
    long before = System.nanoTime();
    Reply reply = connection.send(call);
    tally.allowed(System.nanoTime() - before);
    require(reply.status() == 200 && reply.text().contains("\"done\""), reply);
  }

  /** Of a program that runs for the session alone. */
  void program(Connection connection, Map<String, String> session) throws IOException {
    Reply reply = connection.send(call(session, "program", "{}"));
    require(reply.status() == 200 && reply.text().contains("\"done\""), reply);
  }

  /** Asked for ten megabytes, of which nothing is read for so long. */
  void large(Connection connection, Map<String, String> session, Duration slow) throws IOException {
    connection.write(call(session, "read_large", "{}"));
    Pause.of(slow);
  }

  void denied(Connection connection, Map<String, String> session, String mark) throws IOException {
    Reply reply = connection.send(call(session, "echo", "{\"amount\":5000,\"note\":\"\"}"));
    tally.denied.increment();
    require(reply.text().contains("\"isError\":true"), reply);
  }

  /** Asked, then polled until it is over. */
  void polled(Connection connection, Map<String, String> session, String mark) throws IOException {
    Reply reply = connection.send(call(session, "pay", marked(mark)));
    String id = requestId(JSON.readTree(reply.body()));
    require(!id.isEmpty(), reply);
    asked(mark);
    poll(connection, session, id, mark);
  }

  /** Held open until it is over, or until it is better to poll; the answer is read whole. */
  void held(Connection connection, Map<String, String> session, String mark) throws IOException {
    Reply reply = connection.send(call(session, "hold", marked(mark)));
    JsonNode answer = answer(reply.text());
    require(!answer.path("result").isMissingNode(), reply);
    asked(mark);
    String id = requestId(answer);
    if (id.isEmpty()) {
      require(answer.toString().contains(isDeclined(mark) ? "declined by" : "done " + mark), reply);
    } else {
      poll(connection, session, id, mark);
    }
  }

  private static void poll(
      Connection connection, Map<String, String> session, String id, String mark)
      throws IOException {
    byte[] poll = call(session, "get_approval_status", "{\"request_id\":\"%s\"}".formatted(id));
    long end = System.nanoTime() + PATIENCE.toNanos();
    Reply last = connection.send(poll);
    while (isOpen(content(last)) && System.nanoTime() < end) {
      Pause.of(POLL);
      last = connection.send(poll);
    }
    boolean right =
        isDeclined(mark)
            ? content(last).path("status").asString("").equals("declined")
            : content(last).path("tool_result").toString().contains("done " + mark);
    require(right, last);
  }

  /** Of an answer that tells to poll; else empty. */
  private static String requestId(JsonNode answer) {
    return answer.at("/result/structuredContent/request_id").asString("");
  }

  /** The last message of an event stream. */
  private static JsonNode answer(String events) {
    return events
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .reduce((first, last) -> last)
        .<JsonNode>map(line -> JSON.readTree(line.substring("data: ".length())))
        .orElseGet(JSON::createObjectNode);
  }

  private static String marked(String mark) {
    return "{\"mark\":\"%s\"}".formatted(mark);
  }

  private void asked(String mark) {
    tally.asked.increment();
    if (isDeclined(mark)) {
      tally.declined.increment();
    }
  }

  private static boolean isOpen(JsonNode content) {
    return switch (content.path("status").asString("")) {
      case "pending", "executing" -> true;
      default -> false;
    };
  }

  private static JsonNode content(Reply reply) {
    return JSON.readTree(reply.body()).at("/result/structuredContent");
  }

  private static byte[] call(Map<String, String> session, String tool, String arguments) {
    return Connection.post(PATH, session, Agent.call(tool, arguments));
  }

  private static void require(boolean right, Reply reply) {
    if (!right) {
      String text = reply.text().strip();
      String end = text.substring(Math.max(0, text.length() - LONGEST_SHOWN));
      throw new IllegalStateException("answered " + reply.status() + ", ending in: " + end);
    }
  }
}
