package ai.preloop.api.idempotency;

import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Every address where a POST that is sent twice would create two things. */
public final class CreatingPaths {

  public static final List<String> ALL =
      List.of(
          "/api/v1/auth/api-keys",
          "/api/v1/mcp-servers",
          "/api/v1/virtual-servers",
          "/api/v1/ai-models",
          "/api/v1/budgets",
          "/api/v1/model-allow-lists",
          "/api/v1/webhooks",
          "/api/v1/approval-requests/{id}/links",
          "/api/v1/approval-workflows",
          "/api/v1/tool-configurations",
          "/api/v1/tool-configurations/{id}/access-rules");

  static final RequestMatcher REQUESTS =
      new OrRequestMatcher(
          ALL.stream()
              .<RequestMatcher>map(
                  path -> PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, path))
              .toList());

  private CreatingPaths() {}
}
