package ai.preloop.activities.providers;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URI;
import java.net.URLEncoder;
import org.jspecify.annotations.Nullable;

/** Where a provider's interface begins; what people write as that has many forms. */
record BaseUri(String text) {

  private static final String START = "://";

  /** Without a query, which no base has, and without a slash at its end. */
  static BaseUri of(URI endpoint) {
    if (endpoint.getHost() == null) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE, "The endpoint of a model is a URL with a scheme and a host.");
    }
    String path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
    String text = endpoint.getScheme() + START + endpoint.getRawAuthority() + path;
    int end = text.length();
    while (text.charAt(end - 1) == '/') {
      end--;
    }
    return new BaseUri(text.substring(0, end));
  }

  /** The same with this path, where it has none at all. */
  BaseUri orBy(String path) {
    boolean hasPath = text.indexOf('/', text.indexOf(START) + START.length()) >= 0;
    return hasPath ? this : new BaseUri(text + path);
  }

  /** The same with this path at its end, once. */
  BaseUri endingWith(String path) {
    return text.endsWith(path) ? this : new BaseUri(text + path);
  }

  URI with(String path, @Nullable String query) {
    return URI.create(text + path + (query == null || query.isEmpty() ? "" : "?" + query));
  }

  /** A part of a path, as it may stand there. */
  static String part(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
