package ai.preloop.api.gateway;

import ai.preloop.activities.dialects.Dialect;
import ai.preloop.activities.dialects.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The interface of Anthropic: https://docs.anthropic.com/en/api/messages. */
record AnthropicIngress() implements Ingress {

  private static final String MODELS = "/models/";

  @Override
  public Dialect dialect() {
    return Dialect.ANTHROPIC;
  }

  @Override
  public List<String> roots() {
    return List.of("/anthropic/v1");
  }

  @Override
  public Route route(HttpServletRequest request, String path) {
    String method = request.getMethod();
    return switch (path) {
      case "/messages" -> Route.only("POST", method, new Route.Call(Operation.MESSAGES, null));
      case "/messages/count_tokens" ->
          Route.only("POST", method, new Route.Call(Operation.COUNT_MESSAGE_TOKENS, null));
      case "/models" -> Route.only("GET", method, new Route.Models());
      default ->
          path.startsWith(MODELS)
              ? Route.only("GET", method, new Route.Model(path.substring(MODELS.length())))
              : new Route.Nowhere();
    };
  }

  @Override
  public @Nullable String key(HttpServletRequest request) {
    return request.getHeader("X-API-Key");
  }
}
