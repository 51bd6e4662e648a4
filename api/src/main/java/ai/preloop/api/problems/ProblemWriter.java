package ai.preloop.api.problems;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Writes a failure as {@code application/problem+json} (RFC 9457), for filters and controllers. */
public final class ProblemWriter {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemWriter.class);
  private static final String TYPES = "https://preloop.ai/problems/";
  private static final String SECONDS_TO_WAIT = "5";
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private ProblemWriter() {}

  public static void write(
      HttpServletRequest request, HttpServletResponse response, ProblemException problem)
      throws IOException {
    if (problem.type() == ProblemType.INTERNAL) {
      LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), problem);
    }
    if (problem.type() == ProblemType.UNAVAILABLE && problem.getCause() != null) {
      LOG.warn("{} {}: {}", request.getMethod(), request.getRequestURI(), problem.getCause());
    }
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    response.setStatus(problem.type().status());
    response.setContentType("application/problem+json");
    if (problem.type() == ProblemType.UNAUTHENTICATED) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    if (problem.extensions().get("retry_after") instanceof Long seconds) {
      response.setHeader("Retry-After", seconds.toString());
    } else if (problem.type() == ProblemType.UNAVAILABLE) {
      response.setHeader("Retry-After", SECONDS_TO_WAIT);
    }
    response.getOutputStream().write(body(request.getRequestURI(), problem));
  }

  /** A failure as it is written, for an answer that is kept. */
  public static byte[] body(String instance, ProblemException problem) {
    return JSON.writeValueAsBytes(members(instance, problem));
  }

  /** A failure as it is written, for an answer that holds several. */
  public static Map<String, Object> members(String instance, ProblemException problem) {
    ProblemType type = problem.type();
    Map<String, Object> members = new LinkedHashMap<>(problem.extensions());
    members.put("type", TYPES + type.slug());
    members.put("title", type.title());
    members.put("status", type.status());
    members.put("detail", problem.detail());
    members.put("instance", instance);
    return members;
  }
}
