package ai.preloop.bench.load;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An MCP server that answers at once, and remembers when it was asked for what. */
public final class FixtureServer implements AutoCloseable {

  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\"[^\"]*\"|\\d+)");
  private static final Pattern MARK = Pattern.compile("\"mark\"\\s*:\\s*\"([^\"]*)\"");

  private final Map<String, Long> seen = new ConcurrentHashMap<>();
  private final Set<String> repeated = ConcurrentHashMap.newKeySet();
  private final Loopback listener;

  public FixtureServer() throws IOException {
    this.listener =
        new Loopback((head, body, out) -> out.write(answer(head, body)), Thread.ofPlatform());
  }

  public int port() {
    return listener.port();
  }

  /** When a call with this mark came in, by {@link System#nanoTime}; null when none did yet. */
  @Nullable Long arrived(String mark) {
    return seen.get(mark);
  }

  /** How many marks came. */
  public int marks() {
    return seen.size();
  }

  /** The marks that came more than once. */
  public Set<String> repeated() {
    return Set.copyOf(repeated);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private byte[] answer(String head, String body) {
    if (!head.startsWith("POST")) {
      return Loopback.http("405 Method Not Allowed", "");
    }
    Matcher id = ID.matcher(body);
    return id.find()
        ? Loopback.http("200 OK", message(id.group(1), result(head, body)))
        : Loopback.http("202 Accepted", "");
  }

  private String result(String head, String body) {
    if (body.contains("\"initialize\"")) {
      return """
      {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},\
      "serverInfo":{"name":"fixture","version":"1"}}\
      """;
    }
    if (body.contains("\"tools/list\"") && head.startsWith("POST " + LargePolicy.PATH)) {
      return LargePolicy.tools();
    }
    if (body.contains("\"tools/list\"") && head.startsWith("POST " + ManyTools.PATH)) {
      return ManyTools.tools(head.split(" ", 3)[1]);
    }
    if (body.contains("\"tools/list\"")) {
      return """
      {"tools":[{"name":"echo","inputSchema":{"type":"object"}},\
      {"name":"pay","inputSchema":{"type":"object"}},\
      {"name":"read","inputSchema":{"type":"object"}},\
      {"name":"read_screened","inputSchema":{"type":"object"}},\
      {"name":"read_large","inputSchema":{"type":"object"}},\
      {"name":"hold","inputSchema":{"type":"object"}}]}\
      """;
    }
    if (body.contains("\"read_large\"")) {
      return LargeResults.ANSWER;
    }
    if (body.contains("\"read\"") || body.contains("\"read_screened\"")) {
      return OutputRules.ANSWER;
    }
    Matcher mark = MARK.matcher(body);
    String said = "done";
    if (mark.find()) {
      said = "done " + mark.group(1);
      if (seen.put(mark.group(1), System.nanoTime()) != null) {
        repeated.add(mark.group(1));
      }
    }
    return "{\"content\":[{\"type\":\"text\",\"text\":\"" + said + "\"}]}";
  }

  private static String message(String id, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
  }
}
