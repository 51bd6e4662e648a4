package ai.preloop.api.gateway;

import ai.preloop.activities.dialects.Dialect;
import ai.preloop.activities.dialects.Endings;
import ai.preloop.activities.dialects.ErrorEnvelope;
import ai.preloop.activities.dialects.ModelRequest;
import ai.preloop.activities.gateway.Holding;
import ai.preloop.policies.problems.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The response to a call that waits for people: a stream begins at once, and says from time to time
 * that it lives, in comments (WHATWG HTML, section 9.2.6). Clients of Gemini read no comments, and
 * whole answers begin when there is one.
 */
final class HeldResponse implements Holding {

  private static final byte[] COMMENT =
      ": waiting for an approval\n\n".getBytes(StandardCharsets.UTF_8);

  private final ModelRequest request;
  private final Exchange exchange;
  private final HttpServletResponse response;
  private boolean begun;

  HeldResponse(ModelRequest request, Exchange exchange) {
    this.request = request;
    this.exchange = exchange;
    this.response = exchange.response();
  }

  @Override
  public void waits() throws IOException {
    if (!request.streamed() || request.operation().dialect() == Dialect.GEMINI) {
      return;
    }
    if (!begun) {
      begun = true;
      response.setStatus(HttpServletResponse.SC_OK);
      response.setContentType("text/event-stream");
      response.setHeader("Cache-Control", "no-cache");
      Refusals.name(request.operation().dialect(), exchange);
    }
    response.getOutputStream().write(COMMENT);
    response.flushBuffer();
  }

  /** Whether the client has been told already that its answer is a stream. */
  boolean hasBegun() {
    return begun;
  }

  /** Ends a stream that had begun. */
  void fail(ProblemException problem) throws IOException {
    String id = exchange.id().toString();
    byte[] last = Endings.frame(request.operation(), ErrorEnvelope.of(problem, id));
    response.getOutputStream().write(last);
    response.flushBuffer();
  }
}
