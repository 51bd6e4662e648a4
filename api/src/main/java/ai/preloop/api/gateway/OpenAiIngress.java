package ai.preloop.api.gateway;

import ai.preloop.activities.dialects.Dialect;
import ai.preloop.activities.dialects.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The interface of OpenAI: https://platform.openai.com/docs/api-reference. */
record OpenAiIngress() implements Ingress {

  private static final Map<String, Operation> CALLS =
      Map.of(
          "/chat/completions", Operation.CHAT_COMPLETIONS,
          "/responses", Operation.RESPONSES,
          "/responses/input_tokens", Operation.COUNT_RESPONSE_TOKENS,
          "/embeddings", Operation.EMBEDDINGS);
  private static final String MODELS = "/models";

  @Override
  public Dialect dialect() {
    return Dialect.OPENAI;
  }

  @Override
  public List<String> roots() {
    return List.of("/openai/v1");
  }

  @Override
  public Route route(HttpServletRequest request, String path) {
    String method = request.getMethod();
    Operation call = CALLS.get(path);
    if (call == Operation.RESPONSES && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      return new Route.Upgrade();
    }
    if (call != null) {
      return Route.only("POST", method, new Route.Call(call, null));
    }
    if (path.equals(MODELS)) {
      return Route.only("GET", method, new Route.Models());
    }
    return path.startsWith(MODELS + "/")
        ? Route.only("GET", method, new Route.Model(path.substring(MODELS.length() + 1)))
        : new Route.Nowhere();
  }

  @Override
  public @Nullable String key(HttpServletRequest request) {
    return request.getHeader("X-API-Key");
  }
}
