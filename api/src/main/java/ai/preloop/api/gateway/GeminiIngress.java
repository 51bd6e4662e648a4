package ai.preloop.api.gateway;

import ai.preloop.activities.dialects.Dialect;
import ai.preloop.activities.dialects.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The interface of Gemini: https://ai.google.dev/api; its SDKs differ in the version they ask. */
record GeminiIngress() implements Ingress {

  private static final Map<String, Operation> CALLS =
      Map.of(
          "generateContent", Operation.GENERATE_CONTENT,
          "streamGenerateContent", Operation.STREAM_GENERATE_CONTENT,
          "countTokens", Operation.COUNT_TOKENS);
  private static final String MODELS = "/models";

  @Override
  public Dialect dialect() {
    return Dialect.GEMINI;
  }

  @Override
  public List<String> roots() {
    return List.of("/gemini/v1beta", "/gemini/v1");
  }

  @Override
  public Route route(HttpServletRequest request, String path) {
    String method = request.getMethod();
    if (path.equals(MODELS)) {
      return Route.only("GET", method, new Route.Models());
    }
    if (!path.startsWith(MODELS + "/")) {
      return new Route.Nowhere();
    }
    String name = path.substring(MODELS.length() + 1);
    int colon = name.lastIndexOf(':');
    Operation call = colon < 0 ? null : CALLS.get(name.substring(colon + 1));
    if (call != null) {
      return Route.only("POST", method, new Route.Call(call, name.substring(0, colon)));
    }
    // A verb that is none of these, unless it is read: an alias may have a colon, too.
    Route read = Route.only("GET", method, new Route.Model(name));
    return colon >= 0 && read instanceof Route.OtherMethod ? new Route.Nowhere() : read;
  }

  @Override
  public void requireReadable(HttpServletRequest request) {
    AnswerShape.require(request);
  }

  /** In a header, or as the query parameter {@code key} that older clients send. */
  @Override
  public @Nullable String key(HttpServletRequest request) {
    String header = request.getHeader("X-Goog-Api-Key");
    if (header != null) {
      return header;
    }
    String other = request.getHeader("X-API-Key");
    return other == null ? QueryText.of(request.getQueryString()).value("key") : other;
  }
}
