package ai.preloop.api.mcp;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Server-sent events (the WHATWG HTML standard, section 9.2), each leaving as it is written. A line
 * break within a message is between JSON tokens, so it may become another kind of line break.
 */
final class EventStream {

  private final ServletOutputStream out;

  private EventStream(ServletOutputStream out) {
    this.out = out;
  }

  static EventStream open(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType("text/event-stream");
    response.setHeader("Cache-Control", "no-cache, no-transform");
    response.setHeader("X-Accel-Buffering", "no");
    response.flushBuffer();
    return new EventStream(response.getOutputStream());
  }

  /** How soon a client may come back when the stream ends without an answer. */
  void retryAfter(Duration wait) throws IOException {
    line("retry: " + wait.toMillis());
    end();
  }

  /** Keeps what lies between from closing an idle connection. */
  void comment(String text) throws IOException {
    line(": " + text);
    end();
  }

  /** An event that carries an id to come back with, and nothing else. */
  void mark(String id) throws IOException {
    line("id: " + id);
    line("data:");
    end();
  }

  void message(Optional<String> id, byte[] json) throws IOException {
    if (id.isPresent()) {
      line("id: " + id.get());
    }
    data(json);
    end();
  }

  private void data(byte[] json) throws IOException {
    int from = 0;
    for (int i = 0; i <= json.length; i++) {
      boolean ends = i == json.length || json[i] == '\n' || json[i] == '\r';
      if (ends && (i > from || json.length == 0)) {
        out.write("data: ".getBytes(StandardCharsets.US_ASCII));
        out.write(json, from, i - from);
        out.write('\n');
      }
      from = ends ? i + 1 : from;
    }
  }

  private void line(String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void end() throws IOException {
    out.write('\n');
    out.flush();
  }
}
