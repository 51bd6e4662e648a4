package ai.preloop.api.demo;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.api.problems.ProblemWriter;
import ai.preloop.api.security.HostRules;
import ai.preloop.api.security.JsonOnly;
import ai.preloop.policies.problems.ProblemException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/**
 * A stateless MCP server over streamable HTTP (revisions 2025-03-26 to 2025-11-25), so that the
 * first call can be made before a server of one's own is there. For development only.
 */
public final class DemoServlet extends HttpServlet {

  private static final String NEWEST = "2025-11-25";
  private static final Set<String> SPOKEN = Set.of(NEWEST, "2025-06-18", "2025-03-26");
  private static final Limits LIMITS = Limits.REQUEST.withBytes(64 << 10);

  private final transient JsonMapper json = new JsonMapper();
  private final transient DemoLedger ledger;
  private final transient HostRules hosts;

  public DemoServlet(DemoLedger ledger, HostRules hosts) {
    this.ledger = ledger;
    this.hosts = hosts;
  }

  /** Needs no credential: what a web page could send on its own is refused instead. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      hosts.check(request.getHeader("Host"), request.getHeader("Origin"));
      if (request.getMethod().equals("POST")) {
        JsonOnly.require(request.getContentType());
      }
    } catch (ProblemException e) {
      ProblemWriter.write(request, response, e);
      return;
    }
    super.service(request, response);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = request.getInputStream().readNBytes(LIMITS.bytes() + 1);
    try {
      Envelope message = Envelope.read(body, LIMITS);
      if (message.isRequest()) {
        write(response, 200, message.id(), answer(message));
      } else {
        response.setStatus(HttpServletResponse.SC_ACCEPTED);
      }
    } catch (MalformedMessage e) {
      write(response, 400, e.id(), error(e.kind().code(), e.sentence()));
    }
  }

  private Map.Entry<String, Object> answer(Envelope message) {
    return switch (message.method()) {
      case "initialize" -> Map.entry("result", opened(message));
      case "ping" -> Map.entry("result", Map.of());
      case "tools/list" -> Map.entry("result", Map.of("tools", DemoTool.definitions()));
      case "tools/call" -> called(message);
      default -> error(-32601, "Method not found");
    };
  }

  private static Map<String, Object> opened(Envelope message) {
    JsonSlice params = message.params();
    JsonSlice member = params == null ? null : params.member("protocolVersion");
    String offered = member == null ? null : member.text();
    return Map.of(
        "protocolVersion", offered != null && SPOKEN.contains(offered) ? offered : NEWEST,
        "capabilities", Map.of("tools", Map.of()),
        "serverInfo", Map.of("name", "preloop-demo", "version", "1"));
  }

  private Map.Entry<String, Object> called(Envelope message) {
    return DemoTool.named(message.name())
        .<Map.Entry<String, Object>>map(
            tool -> Map.entry("result", tool.call(ledger, message.arguments())))
        .orElseGet(() -> error(-32602, "Unknown tool"));
  }

  private static Map.Entry<String, Object> error(int code, String sentence) {
    return Map.entry("error", Map.of("code", code, "message", sentence));
  }

  private void write(
      HttpServletResponse response,
      int status,
      @Nullable JsonSlice id,
      Map.Entry<String, Object> answer)
      throws IOException {
    RawValue rawId = new RawValue(id == null ? "null" : id.toString());
    Map<String, Object> message =
        Map.of("jsonrpc", "2.0", "id", rawId, answer.getKey(), answer.getValue());
    byte[] bytes = json.writeValueAsBytes(message);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
