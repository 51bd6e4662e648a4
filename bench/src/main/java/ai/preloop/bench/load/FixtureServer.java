package ai.preloop.bench.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
  private static final Pattern LENGTH =
      Pattern.compile("content-length:\\s*(\\d+)", Pattern.CASE_INSENSITIVE);

  private final Map<String, Long> seen = new ConcurrentHashMap<>();
  private final Set<String> repeated = ConcurrentHashMap.newKeySet();
  private final ServerSocket listener;

  public FixtureServer() throws IOException {
    this.listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("fixture").start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
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

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Until the other side is gone, which ends with an exception or the end of the stream. */
  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        socket.getOutputStream().write(answer(head, body(in, head)));
      }
    } catch (IOException e) {
      System.getLogger("bench").log(System.Logger.Level.DEBUG, "A connection ended", e);
    }
  }

  private byte[] answer(String head, String body) {
    if (!head.startsWith("POST")) {
      return http("405 Method Not Allowed", "");
    }
    Matcher id = ID.matcher(body);
    return id.find()
        ? http("200 OK", message(id.group(1), result(head, body)))
        : http("202 Accepted", "");
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

  private static byte[] http(String status, String body) {
    return ("HTTP/1.1 "
            + status
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder(512);
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (next == '\n' && head.length() > 3 && head.charAt(head.length() - 3) == '\n') {
        return head.toString();
      }
    }
    return "";
  }

  private static String body(InputStream in, String head) throws IOException {
    Matcher length = LENGTH.matcher(head);
    int size = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return new String(in.readNBytes(size), StandardCharsets.UTF_8);
  }
}
