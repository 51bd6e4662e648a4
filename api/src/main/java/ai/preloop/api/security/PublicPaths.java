package ai.preloop.api.security;

import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Every address that answers without a credential of its own, and why; all others are closed. */
final class PublicPaths {

  private static final PathPatternRequestMatcher.Builder PATHS =
      PathPatternRequestMatcher.withDefaults();

  /** Raw servlets, which authenticate by themselves with the same component. */
  static final RequestMatcher RAW =
      any(
          "/mcp",
          "/mcp/v1",
          "/mcp/v1/{name}",
          "/demo/mcp",
          "/openai/v1/**",
          "/anthropic/v1/**",
          "/gemini/v1beta/**",
          "/gemini/v1/**");

  /** Says no more than that the product is there. */
  private static final RequestMatcher STATE =
      get("/health/live", "/health/ready", "/api/v1/version", "/api/v1/features");

  /** Describes the interface, not the account. */
  private static final RequestMatcher DESCRIPTION =
      get("/openapi.json", "/api/v1/openapi.json", "/docs");

  /** Says what this is and where to go on. */
  private static final RequestMatcher HOME = get("/");

  /** Files of the pages, which are the same for everybody. */
  private static final RequestMatcher ASSETS = get("/assets/{file}");

  /** Counts and durations of this process, without anything of an account. */
  private static final RequestMatcher METRICS = get("/metrics");

  /** Takes the password or a refresh token, which are the credentials here. */
  private static final RequestMatcher SIGN_IN =
      post("/api/v1/auth/token", "/api/v1/auth/token/json", "/api/v1/auth/refresh");

  /**
   * The page is empty without its one-time token or a sign-in, which its data and votes ask for.
   */
  private static final RequestMatcher APPROVAL =
      new OrRequestMatcher(
          get("/approval/{id}", "/console/approval/{id}", "/approval/{id}/data"),
          post("/approval/{id}/decide"));

  /**
   * Who comes back from an authorization server brings a state that was made for one person, once;
   * the metadata says what this is to any of them.
   */
  private static final RequestMatcher AUTHORIZATION =
      new OrRequestMatcher(
          get("/api/v1/mcp-servers/oauth/callback", "/oauth/client.json"),
          post("/api/v1/mcp-servers/oauth/callback"));

  /** What machines look at; it says nothing of an account. */
  static final RequestMatcher PROBES =
      of(HttpMethod.GET, "/health/live", "/health/ready", "/metrics");

  static final RequestMatcher OPEN =
      new OrRequestMatcher(
          STATE,
          DESCRIPTION,
          HOME,
          ASSETS,
          METRICS,
          SIGN_IN,
          APPROVAL,
          AUTHORIZATION,
          any("/error"));

  private PublicPaths() {}

  /** HEAD asks the same as GET, without the answer's body. */
  private static RequestMatcher get(String... paths) {
    return new OrRequestMatcher(of(HttpMethod.GET, paths), of(HttpMethod.HEAD, paths));
  }

  private static RequestMatcher post(String... paths) {
    return of(HttpMethod.POST, paths);
  }

  private static RequestMatcher of(HttpMethod method, String... paths) {
    return new OrRequestMatcher(
        List.of(paths).stream().<RequestMatcher>map(path -> PATHS.matcher(method, path)).toList());
  }

  private static RequestMatcher any(String... paths) {
    return new OrRequestMatcher(
        List.of(paths).stream().<RequestMatcher>map(PATHS::matcher).toList());
  }
}
