package ai.preloop.api.lists;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.UriComponentsBuilder;

/** Refuses a request whose query has a parameter that its handler does not know. */
public final class QueryCheck implements HandlerInterceptor {

  private final Map<Method, KnownParameters> known = new ConcurrentHashMap<>();

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    String query = request.getQueryString();
    if (query != null && handler instanceof HandlerMethod method && !readsItself(method)) {
      known
          .computeIfAbsent(method.getMethod(), _ -> KnownParameters.of(method))
          .require(sent(query));
    }
    return true;
  }

  /** Who takes the request itself reads of it what nobody can declare. */
  private static boolean readsItself(HandlerMethod method) {
    return Arrays.stream(method.getMethodParameters())
        .anyMatch(parameter -> parameter.getParameterType().equals(HttpServletRequest.class));
  }

  private static List<String> sent(String query) {
    return List.copyOf(
        UriComponentsBuilder.newInstance().query(query).build().getQueryParams().keySet());
  }
}
