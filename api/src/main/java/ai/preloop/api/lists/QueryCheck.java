package ai.preloop.api.lists;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.WebUtils;

/** Refuses a request that has a parameter that its handler does not know. */
public final class QueryCheck implements HandlerInterceptor {

  private final Map<Method, KnownParameters> known = new ConcurrentHashMap<>();

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    List<String> sent = sent(request);
    if (!sent.isEmpty() && handler instanceof HandlerMethod method && !readsItself(method)) {
      known.computeIfAbsent(method.getMethod(), _ -> KnownParameters.of(method)).require(sent);
    }
    return true;
  }

  /** Who takes the request itself reads of it what nobody can declare. */
  private static boolean readsItself(HandlerMethod method) {
    return Arrays.stream(method.getMethodParameters())
        .anyMatch(parameter -> parameter.getParameterType().equals(HttpServletRequest.class));
  }

  /** A form's fields and files are parameters, too. */
  private static List<String> sent(HttpServletRequest request) {
    List<String> sent = new ArrayList<>();
    String query = request.getQueryString();
    if (query != null) {
      sent.addAll(
          UriComponentsBuilder.newInstance().query(query).build().getQueryParams().keySet());
    }
    MultipartHttpServletRequest form =
        WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class);
    if (form != null) {
      sent.addAll(form.getParameterMap().keySet());
      sent.addAll(form.getMultiFileMap().keySet());
    }
    return sent;
  }
}
