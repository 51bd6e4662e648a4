package ai.preloop.api.gateway;

import ai.preloop.activities.dialects.Dialect;
import ai.preloop.activities.dialects.ErrorEnvelope;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.api.problems.DatabaseProblems;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a request is answered that could not be answered: an error in the words of its interface.
 */
final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final long SECONDS_TO_WAIT = 1;

  private Refusals() {}

  static void write(Dialect dialect, HttpServletResponse response, RuntimeException failure)
      throws IOException {
    ProblemException problem = problem(failure);
    if (response.isCommitted()) {
      // The container cuts the connection; to return would end the answer as if it were whole.
      throw new IOException("An answer that had begun was not ended: " + problem.detail(), failure);
    }
    response.reset();
    response.setStatus(problem.type().status());
    if (problem.type() == ProblemType.UNAUTHENTICATED) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    if (problem.extensions().get("allow") instanceof String allowed) {
      response.setHeader("Allow", allowed);
    }
    retryAfter(response, problem);
    body(response, ErrorEnvelope.of(problem, null).bytes(dialect));
  }

  private static void retryAfter(HttpServletResponse response, ProblemException problem) {
    if (problem.extensions().get("retry_after") instanceof Long seconds) {
      response.setHeader("Retry-After", seconds.toString());
    } else if (problem.type() == ProblemType.UNAVAILABLE) {
      response.setHeader("Retry-After", Long.toString(SECONDS_TO_WAIT));
    }
  }

  private static ProblemException problem(RuntimeException failure) {
    if (failure instanceof MalformedMessage malformed) {
      ProblemType type =
          malformed.kind() == MalformedMessage.Kind.TOO_LARGE
              ? ProblemType.TOO_LARGE
              : ProblemType.INVALID_REQUEST;
      return new ProblemException(type, malformed.sentence());
    }
    if (failure instanceof ProblemException known) {
      if (known.type() == ProblemType.INTERNAL) {
        LOG.error("A request of the gateway failed", known);
      }
      return known;
    }
    return DatabaseProblems.of(failure).orElseGet(() -> broken(failure));
  }

  private static ProblemException broken(RuntimeException failure) {
    LOG.error("A request of the gateway failed", failure);
    return new ProblemException(
        ProblemType.INTERNAL, "Something broke on our side; the log of the server says what.");
  }

  /** RFC 9110, section 15.5.22: clients that try a WebSocket first go on with HTTP at once. */
  static void upgrade(HttpServletResponse response) throws IOException {
    response.setStatus(426);
    response.setHeader("Upgrade", "HTTP/1.1");
    response.setHeader("Connection", "Upgrade");
    body(
        response,
        ErrorEnvelope.of(
                new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "There is no WebSocket here: send the same as a POST."),
                null)
            .bytes(Dialect.OPENAI));
  }

  /** No model is missing, which is what NOT_FOUND means to clients of models. */
  static void nowhere(Dialect dialect, HttpServletResponse response) throws IOException {
    int status = ProblemType.NOT_FOUND.status();
    String sentence = "There is nothing at this address of the gateway.";
    response.setStatus(status);
    body(response, new ErrorEnvelope(status, sentence, null, null).bytes(dialect));
  }

  private static void body(HttpServletResponse response, byte[] json) throws IOException {
    response.setContentType("application/json");
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
  }
}
