package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.api.problems.DatabaseProblems;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** What a request is answered that could not be answered: a JSON-RPC error, always. */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final String SECONDS_TO_WAIT = "1";

  private Failures() {}

  /** The answer; what a client should know of it beside the body is set in the response. */
  static RpcAnswer answer(
      HttpServletResponse response, @Nullable JsonSlice id, RuntimeException failure) {
    return switch (failure) {
      case MalformedMessage e ->
          RpcAnswer.error(
              e.kind() == MalformedMessage.Kind.TOO_LARGE ? 413 : 400,
              e.id(),
              e.kind().code(),
              e.sentence());
      case ProblemException e -> problem(response, id, e);
      case DataAccessException _, TransactionException _ -> database(response, id, failure);
      default -> broken(id, failure);
    };
  }

  private static RpcAnswer problem(
      HttpServletResponse response, @Nullable JsonSlice id, ProblemException problem) {
    if (problem.type() == ProblemType.UNAUTHENTICATED) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    if (problem.type() == ProblemType.UNAVAILABLE) {
      response.setHeader("Retry-After", SECONDS_TO_WAIT);
    }
    if (problem.type() == ProblemType.INTERNAL) {
      LOG.error("An MCP request failed", problem);
    }
    int status = problem.type().status();
    return RpcAnswer.error(
        status,
        id,
        status < 500 ? RpcAnswer.INVALID_REQUEST : RpcAnswer.INTERNAL_ERROR,
        problem.detail());
  }

  private static RpcAnswer database(
      HttpServletResponse response, @Nullable JsonSlice id, RuntimeException failure) {
    Optional<ProblemException> problem = DatabaseProblems.of(failure);
    if (problem.isEmpty()) {
      return broken(id, failure);
    }
    LOG.warn("The database refused an MCP request: {}", failure.getMessage());
    return problem(response, id, problem.get());
  }

  private static RpcAnswer broken(@Nullable JsonSlice id, RuntimeException failure) {
    LOG.error("An MCP request failed", failure);
    return RpcAnswer.error(
        500,
        id,
        RpcAnswer.INTERNAL_ERROR,
        "Something broke on our side; the call was not made or its outcome is in the audit log.");
  }
}
