package ai.preloop.api.gateway;

import ai.preloop.activities.dialects.Dialect;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One interface of models: its addresses, and where its clients put their credential. */
sealed interface Ingress permits OpenAiIngress, AnthropicIngress, GeminiIngress {

  Dialect dialect();

  /** Below which its addresses are: two segments each. */
  List<String> roots();

  /** What a request asks for; {@code path} is what follows the root, decoded. */
  Route route(HttpServletRequest request, String path);

  /** INVALID_REQUEST where a call asks for an answer in which nobody could read what was used. */
  default void requireReadable(HttpServletRequest request) {}

  /** The credential that is not in the Authorization header, where there is one. */
  @Nullable String key(HttpServletRequest request);
}
