package ai.preloop.api.gateway;

import ai.preloop.activities.dialects.Dialect;
import ai.preloop.activities.dialects.ErrorEnvelope;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.api.problems.DatabaseProblems;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a request is answered that could not be answered: an error in the words of its interface.
 */
final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final long SECONDS_TO_WAIT = 1;

  private Refusals() {}

  static void write(Dialect dialect, Exchange exchange, RuntimeException failure)
      throws IOException {
    HttpServletResponse response = exchange.response();
    ProblemException problem = problem(failure, exchange.id());
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
    body(dialect, exchange, ErrorEnvelope.of(problem, exchange.id().toString()));
  }

  private static void retryAfter(HttpServletResponse response, ProblemException problem) {
    if (problem.extensions().get("retry_after") instanceof Long seconds) {
      response.setHeader("Retry-After", seconds.toString());
    } else if (problem.type() == ProblemType.UNAVAILABLE) {
      response.setHeader("Retry-After", Long.toString(SECONDS_TO_WAIT));
    }
  }

  private static ProblemException problem(RuntimeException failure, UUID id) {
    if (failure instanceof MalformedMessage malformed) {
      ProblemType type =
          malformed.kind() == MalformedMessage.Kind.TOO_LARGE
              ? ProblemType.TOO_LARGE
              : ProblemType.INVALID_REQUEST;
      return new ProblemException(type, malformed.sentence());
    }
    if (failure instanceof ProblemException known) {
      if (known.type() == ProblemType.INTERNAL) {
        LOG.error("The request {} of the gateway failed", id, known);
      }
      return known;
    }
    return DatabaseProblems.of(failure).orElseGet(() -> broken(failure, id));
  }

  private static ProblemException broken(RuntimeException failure, UUID id) {
    LOG.error("The request {} of the gateway failed", id, failure);
    return new ProblemException(
        ProblemType.INTERNAL, "Something broke on our side; the log of the server says what.");
  }

  /** RFC 9110, section 15.5.22: clients that try a WebSocket first go on with HTTP at once. */
  static void upgrade(Exchange exchange) throws IOException {
    HttpServletResponse response = exchange.response();
    response.setStatus(426);
    response.setHeader("Upgrade", "HTTP/1.1");
    response.setHeader("Connection", "Upgrade");
    ProblemException problem =
        new ProblemException(
            ProblemType.INVALID_REQUEST, "There is no WebSocket here: send the same as a POST.");
    body(Dialect.OPENAI, exchange, ErrorEnvelope.of(problem, exchange.id().toString()));
  }

  /** No model is missing, which is what NOT_FOUND means to clients of models. */
  static void nowhere(Dialect dialect, Exchange exchange) throws IOException {
    int status = ProblemType.NOT_FOUND.status();
    String sentence = "There is nothing at this address of the gateway.";
    exchange.response().setStatus(status);
    String id = exchange.id().toString();
    body(dialect, exchange, new ErrorEnvelope(status, sentence, null, id));
  }

  /** Names the request where the official SDKs look for it; Google's look nowhere. */
  static void name(Dialect dialect, Exchange exchange) {
    String id = exchange.id().toString();
    switch (dialect) {
      case OPENAI -> exchange.response().setHeader("x-request-id", id);
      case ANTHROPIC -> exchange.response().setHeader("request-id", id);
      case GEMINI -> {}
    }
  }

  private static void body(Dialect dialect, Exchange exchange, ErrorEnvelope error)
      throws IOException {
    name(dialect, exchange);
    HttpServletResponse response = exchange.response();
    byte[] json = error.bytes(dialect);
    response.setContentType("application/json");
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
  }
}
