package ai.preloop.api.gateway;

import ai.preloop.activities.gateway.ClientSide;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The response of a servlet as an answer goes to it. */
record ResponseSide(HttpServletResponse response) implements ClientSide {

  @Override
  public void write(byte[] buffer, int from, int to) throws IOException {
    response.getOutputStream().write(buffer, from, to - from);
  }

  /** With its length, so that it leaves in one piece. */
  @Override
  public void whole(byte[] answer) throws IOException {
    if (!response.isCommitted()) {
      response.setContentLength(answer.length);
    }
    response.getOutputStream().write(answer);
  }

  @Override
  public void flush() throws IOException {
    response.flushBuffer();
  }
}
